package dev.kindling.runner.admission;

import dev.kindling.model.run.Run;
import dev.kindling.runner.cluster.ClusterView;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Lets queued runs in, in order: a higher priority first; among equals the job with the fewest runs
 * under way, so that one job's backlog does not keep the others waiting; then who asked first. A
 * closed gate holds back the runs behind it that wait for the same, and nobody else; but a run that
 * has waited long for room is not overtaken any more by smaller ones. Used on the owner's thread.
 */
public final class Admission {
  /** After so long without room for the run whose turn it is, nobody overtakes it. */
  static final Duration PATIENCE = Duration.ofMinutes(10);

  /** So many runs of a job are told what they wait for; those behind them wait for these. */
  static final int TOLD = 100;

  /**
   * As many launches are under way as are let be. It lasts for milliseconds, so it says what a run
   * says from the beginning: other words would be another record of each run of a burst.
   */
  private static final Closed BUSY = new Closed(Closed.Scope.ALL, "its turn");

  private final Gate gate;

  public Admission(Gate gate) {
    this.gate = gate;
  }

  /** What is done with the runs; each call comes before the next look at the queues. */
  public interface Verdicts {
    /** The run may start: it is under way when this returns. */
    void begin(Run run);

    /** The run goes on waiting, for this. */
    void waits(Run run, String words);
  }

  /**
   * Looks at every job that has a run waiting.
   *
   * @param launches how many may begin; what comes after them waits for its turn
   */
  public void decide(
      RunQueues queues,
      AdmissionRules rules,
      ClusterView view,
      int launches,
      Instant now,
      Verdicts verdicts) {
    PriorityQueue<JobQueue> turn = new PriorityQueue<>(NEXT);
    for (JobQueue queue : queues.jobs()) {
      if (queue.head().isPresent()) {
        turn.add(queue);
      }
      queue.lines().forEach(line -> tell(line, verdicts));
    }
    Map<String, Closed> closedPools = new HashMap<>();
    int left = launches;
    Closed closedForAll = left > 0 ? null : BUSY;
    while (!turn.isEmpty()) {
      JobQueue queue = turn.remove();
      Run head = queue.head().orElseThrow();
      String pool = head.job().spec().limits().pool();
      Optional<Closed> closed =
          closedForAll != null
              ? Optional.of(closedForAll)
              : pool != null && closedPools.containsKey(pool)
                  ? Optional.of(closedPools.get(pool))
                  : gate.look(head, queue.underWay(), queues.underWayOfPool(pool), rules, view);
      if (closed.isEmpty()) {
        verdicts.begin(head);
        left--;
        closedForAll = left > 0 ? closedForAll : BUSY;
        if (queue.head().isPresent()) {
          turn.add(queue);
        }
        continue;
      }
      tell(queue.first(TOLD), closed.get().words(), verdicts);
      if (closed.get().scope() == Closed.Scope.ALL) {
        closedForAll = closed.get();
      } else if (closed.get().scope() == Closed.Scope.POOL) {
        closedPools.put(pool, closed.get());
      } else if (closed.get().scope() == Closed.Scope.ROOM && isTired(head, now)) {
        closedForAll =
            new Closed(
                Closed.Scope.ALL,
                "its turn: run " + head.id() + " has waited for room since " + head.queuedAt());
      }
    }
  }

  private static boolean isTired(Run run, Instant now) {
    return Duration.between(run.queuedAt(), now).compareTo(PATIENCE) >= 0;
  }

  private static void tell(OriginLine line, Verdicts verdicts) {
    List<Run> held = line.held(TOLD);
    if (!held.isEmpty()) {
      String awaited = line.awaited();
      tell(held, "the end of run " + awaited + ", which is before it (whenRunning)", verdicts);
    }
  }

  private static void tell(List<Run> runs, String words, Verdicts verdicts) {
    for (Run run : runs) {
      verdicts.waits(run, words);
    }
  }

  private static final Comparator<JobQueue> NEXT =
      Comparator.comparing((JobQueue queue) -> Place.of(queue.head().orElseThrow()).priority())
          .reversed()
          .thenComparing(JobQueue::underWay)
          .thenComparing(queue -> Place.of(queue.head().orElseThrow()));
}
