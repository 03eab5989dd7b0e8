package dev.kindling.bench.submission;

import dev.kindling.bench.harness.Role;
import dev.kindling.bench.http.Connections;
import dev.kindling.model.run.Run;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Ours: an event becomes a run by a trigger, and counts as accepted as a run of {@link
 * KindlingRuns} does.
 */
final class KindlingEvents extends EventContestant {
  private final EventTriggers triggers;
  private final List<String> runs = new ArrayList<>();
  private Connections connections;
  private RunWatch watch;

  KindlingEvents(
      String name,
      SubmissionGround ground,
      MasterDrivers drivers,
      EventTriggers triggers,
      int operations,
      int perSecond) {
    super(name, Role.OURS, ground, drivers, operations, perSecond);
    this.triggers = triggers;
  }

  @Override
  public List<Long> ownProcesses() {
    return ground().services();
  }

  @Override
  public void prepare(int round) {
    super.prepare(round);
    runs.clear();
    connections = new Connections(ground().gateway(), 1);
    watch = new RunWatch(ground().kafka());
  }

  @Override
  CompletableFuture<Instant> send(int round, int number) {
    String run = triggers.send(name() + "-" + operations() + "-" + round, number);
    runs.add(run);
    return watch.accepted(run).thenApply(KindlingEvents::submittedAt);
  }

  private static Instant submittedAt(Run run) {
    return run.lastAttempt().orElseThrow().submittedAt();
  }

  /** The drivers are counted while they are there, then the runs are ended. */
  @Override
  public void clear(int round) {
    expectAll();
    new RunCancels(connections.lane(0), watch).end(runs);
    drivers().clear();
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
    if (connections != null) {
      connections.close();
    }
  }
}
