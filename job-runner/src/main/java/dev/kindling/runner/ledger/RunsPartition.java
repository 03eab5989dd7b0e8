package dev.kindling.runner.ledger;

import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.owner.Outbox;
import dev.kindling.kit.owner.OwnedPartition;
import dev.kindling.kit.trace.LogTrace;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.Attempt;
import dev.kindling.model.run.AttemptState;
import dev.kindling.model.run.Decision;
import dev.kindling.model.run.DriverState;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunCommand;
import dev.kindling.model.run.RunEffect;
import dev.kindling.model.run.RunIds;
import dev.kindling.model.run.RunMachine;
import dev.kindling.model.run.RunRequest;
import dev.kindling.model.run.RunState;
import dev.kindling.runner.admission.CapacityBook;
import dev.kindling.runner.admission.Gate;
import dev.kindling.runner.admission.Need;
import dev.kindling.runner.cluster.ClusterView;
import dev.kindling.runner.cluster.ClusterView.DriverOnMaster;
import dev.kindling.runner.event.RunEvents;
import dev.kindling.runner.lease.LeaseBook;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs of one partition in the hands of their owner: takes requests, lets queued runs in, and
 * turns everything that is heard about them into decisions of the {@link RunMachine}. On the
 * owner's thread only.
 *
 * <p>A run is written once per turn, as the state that the turn left it in; each state on the way
 * is an event of its own. A tick ends every turn and writes.
 */
public final class RunsPartition implements OwnedPartition<RunnerCommand> {
  private static final Logger LOG = LoggerFactory.getLogger(RunsPartition.class);

  /** How often deadlines are looked at where nothing else happens. */
  private static final Duration SWEEP = Duration.ofMillis(500);

  /** A driver that was just accepted may be missing in a page that was made before. */
  private static final Duration SHOWS_AFTER = Duration.ofSeconds(5);

  /** How often one driver is asked about, or killed again. */
  private static final Duration AGAIN = Duration.ofSeconds(5);

  private static final byte[] NOTHING = {};

  private final TopicPartition partition;
  private final Drivers drivers;
  private final Gate gate;
  private final CapacityBook capacity;
  private final LeaseBook leases;
  private final RunLocator locator;
  private final Supplier<String> tokens;
  private final RunMetrics metrics;

  private final Map<String, Run> live = new LinkedHashMap<>();
  private final Set<String> ended = new HashSet<>();
  private final Map<String, Run> unwritten = new LinkedHashMap<>();
  private final Map<String, Instant> lastCall = new HashMap<>();
  private ClusterView cluster;
  private Instant lastSweep = Instant.EPOCH;
  private boolean dirty;

  public RunsPartition(
      TopicPartition partition,
      Drivers drivers,
      Gate gate,
      CapacityBook capacity,
      LeaseBook leases,
      RunLocator locator,
      Supplier<String> tokens,
      RunMetrics metrics,
      ClusterView cluster) {
    this.partition = partition;
    this.drivers = drivers;
    this.gate = gate;
    this.capacity = capacity;
    this.leases = leases;
    this.locator = locator;
    this.tokens = tokens;
    this.metrics = metrics;
    this.cluster = cluster;
  }

  @Override
  public void restore(ConsumerRecord<String, byte[]> stored) {
    if (stored.value() == null) {
      live.remove(stored.key());
      ended.remove(stored.key());
      return;
    }
    Run run = Json.read(stored.value(), Run.class);
    if (run.schema() > Run.SCHEMA) {
      throw new IllegalStateException(
          "run "
              + run.id()
              + " has schema "
              + run.schema()
              + ": it was written by a newer Kindling");
    }
    if (run.state().isFinal()) {
      live.remove(run.id());
      ended.add(run.id());
    } else {
      live.put(run.id(), run);
    }
  }

  @Override
  public void restored(Instant now, Outbox outbox) {
    LOG.info("{}: {} live runs, {} ended", partition, live.size(), ended.size());
    inOrder();
    for (Run run : List.copyOf(live.values())) {
      locator.put(run.id(), partition);
      capacity.follow(run, now);
      decide(run, new RunCommand.TakenOver(), now, outbox);
    }
    write(outbox);
  }

  /** Compaction keeps the last record of each run: their order there is not that of the queue. */
  private void inOrder() {
    List<Run> runs = new ArrayList<>(live.values());
    runs.sort(Comparator.comparing(Run::requestedAt).thenComparing(Run::id));
    live.clear();
    runs.forEach(run -> live.put(run.id(), run));
  }

  @Override
  public void input(ConsumerRecord<String, byte[]> incoming, Instant now, Outbox outbox) {
    RunRequest request;
    try {
      request = Json.read(incoming.value() == null ? NOTHING : incoming.value(), RunRequest.class);
      Requests.check(request);
    } catch (UncheckedIOException | IllegalArgumentException e) {
      LOG.error(
          "{} offset {} is not a run request and is passed over: {}",
          partition,
          incoming.offset(),
          e.getMessage());
      metrics.refusedRequest();
      return;
    }
    if (request instanceof RunRequest.Requested requested) {
      accept(requested, now, outbox);
    } else if (request instanceof RunRequest.Cancel cancel) {
      Run run = live.get(cancel.runId());
      if (run != null) {
        decide(run, new RunCommand.CancelAsked(cancel), now, outbox);
      }
    }
  }

  /** A run that exists already, live or ended, is that run: asking again changes nothing. */
  private void accept(RunRequest.Requested request, Instant now, Outbox outbox) {
    if (live.containsKey(request.runId()) || ended.contains(request.runId())) {
      metrics.repeatedRequest();
      return;
    }
    Run run = RunMachine.accept(request, now);
    locator.put(run.id(), partition);
    changed(run, outbox);
    dirty = true;
  }

  @Override
  public void command(RunnerCommand command, Instant now, Outbox outbox) {
    if (command instanceof RunnerCommand.OfRun ofRun) {
      if (isGuards(ofRun.command())) {
        // An owner that was replaced and does not know it must neither keep a driver alive, which
        // the new owner gives up for lost, nor refuse one that the new owner launched.
        outbox.prove();
      }
      Run run = live.get(ofRun.runId());
      if (run == null) {
        outbox.afterCommit(() -> ofRun.answer().accept(null));
        lateDriver(ofRun.command(), outbox);
        return;
      }
      Decision decision = decide(run, ofRun.command(), now, outbox);
      outbox.afterCommit(() -> ofRun.answer().accept(decision));
    } else if (command instanceof RunnerCommand.Prove prove) {
      outbox.prove();
      outbox.afterCommit(prove.proven());
    } else if (command instanceof RunnerCommand.ClusterSeen seen) {
      cluster = seen.view();
      dirty = true;
      if (cluster.isAlive()) {
        compare(now, outbox);
      }
    }
  }

  private static boolean isGuards(RunCommand command) {
    return command instanceof RunCommand.Claim
        || command instanceof RunCommand.Renew
        || command instanceof RunCommand.Report;
  }

  /** The master took a driver whose run has ended meanwhile: nobody waits for it any more. */
  private void lateDriver(RunCommand command, Outbox outbox) {
    if (command instanceof RunCommand.Accepted accepted) {
      outbox.afterCommit(() -> drivers.kill(accepted.driverId()));
    }
  }

  @Override
  public void tick(Instant now, Outbox outbox) {
    boolean due = !now.isBefore(lastSweep.plus(SWEEP)) || now.isBefore(lastSweep);
    if (due) {
      lastSweep = now;
      deadlines(now, outbox);
    }
    if (due || dirty) {
      dirty = false;
      admit(now, outbox);
    }
    write(outbox);
  }

  private void deadlines(Instant now, Outbox outbox) {
    for (LeaseBook.Expired expired : leases.expired()) {
      Run run = live.get(expired.runId());
      if (run != null) {
        decide(run, new RunCommand.LeaseExpired(expired.attempt()), now, outbox);
      }
    }
    for (Run run : List.copyOf(live.values())) {
      decide(run, new RunCommand.Tick(), now, outbox);
    }
  }

  private void admit(Instant now, Outbox outbox) {
    Map<String, Integer> underWay = new HashMap<>();
    List<Run> queued = new ArrayList<>();
    for (Run run : live.values()) {
      if (run.state().isActive()) {
        underWay.merge(run.job().name(), 1, Integer::sum);
      } else if (run.state() == RunState.QUEUED) {
        queued.add(run);
      }
    }
    for (Run run : queued) {
      String job = run.job().name();
      Optional<String> waits = gate.waitsFor(run, underWay.getOrDefault(job, 0), cluster);
      if (waits.isPresent()) {
        decide(run, new RunCommand.Waits(waits.get()), now, outbox);
        continue;
      }
      begin(run, now, outbox);
      underWay.merge(job, 1, Integer::sum);
    }
  }

  private void begin(Run run, Instant now, Outbox outbox) {
    String token = tokens.get();
    Decision decision = RunMachine.decide(run, new RunCommand.Begin(RunIds.tokenHash(token)), now);
    capacity.reserve(run, Need.of(run.job().spec().spark()), now);
    changed(decision.run(), outbox);
    for (RunEffect effect : decision.effects()) {
      if (effect instanceof RunEffect.Submit submit) {
        outbox.afterCommit(() -> drivers.submit(decision.run(), submit.attempt(), token));
      }
    }
  }

  /** What the master says about the drivers of our runs. */
  private void compare(Instant now, Outbox outbox) {
    for (Run run : List.copyOf(live.values())) {
      Attempt attempt = run.liveAttempt().orElse(null);
      if (attempt == null || attempt.driverId() == null) {
        continue;
      }
      DriverOnMaster driver = cluster.drivers().get(attempt.driverId());
      if (driver == null) {
        if (shouldShow(attempt) && mayCall("ask " + attempt.driverId(), now)) {
          outbox.afterCommit(() -> drivers.ask(run.id(), attempt.driverId()));
        }
      } else if (needsMessage(attempt, driver)) {
        if (mayCall("ask " + attempt.driverId(), now)) {
          outbox.afterCommit(() -> drivers.ask(run.id(), attempt.driverId()));
        }
      } else {
        RunCommand seen =
            new RunCommand.DriverSeen(attempt.driverId(), driver.state(), driver.worker(), null);
        decide(run, seen, now, outbox);
        killAgain(run, attempt, driver, now, outbox);
      }
    }
  }

  private boolean shouldShow(Attempt attempt) {
    return attempt.submittedAt() != null
        && attempt.submittedAt().plus(SHOWS_AFTER).isBefore(cluster.takenAt());
  }

  /** Why a worker could not start a driver stands only in the submission server's answer. */
  private static boolean needsMessage(Attempt attempt, DriverOnMaster driver) {
    return driver.state() == DriverState.ERROR && attempt.state() != AttemptState.CLAIMED;
  }

  /** A kill right after the master's recovery is acknowledged and forgotten: repeat it. */
  private void killAgain(
      Run run, Attempt attempt, DriverOnMaster driver, Instant now, Outbox outbox) {
    if (run.state() == RunState.CANCELLING
        && driver.state() == DriverState.RUNNING
        && mayCall("kill " + attempt.driverId(), now)) {
      outbox.afterCommit(() -> drivers.kill(attempt.driverId()));
    }
  }

  private boolean mayCall(String call, Instant now) {
    Instant last = lastCall.get(call);
    if (last != null && now.isBefore(last.plus(AGAIN)) && !now.isBefore(last)) {
      return false;
    }
    lastCall.put(call, now);
    return true;
  }

  private Decision decide(Run run, RunCommand command, Instant now, Outbox outbox) {
    Decision decision = RunMachine.decide(run, command, now);
    if (decision.changes(run)) {
      changed(decision.run(), outbox);
      capacity.follow(decision.run(), now);
      if (run.state() != decision.run().state()) {
        dirty = true;
      }
    }
    for (RunEffect effect : decision.effects()) {
      outbox.afterCommit(() -> perform(decision.run(), effect));
    }
    return decision;
  }

  private void perform(Run run, RunEffect effect) {
    if (effect instanceof RunEffect.Kill kill) {
      drivers.kill(kill.driverId());
    } else if (effect instanceof RunEffect.StartLease lease) {
      // A report in the same turn may have ended the attempt: its lease must not come back.
      Run latest = live.getOrDefault(run.id(), run);
      if (live.containsKey(run.id()) && isClaimed(latest, lease.attempt())) {
        leases.renew(run.id(), lease.attempt());
      }
    }
  }

  private static boolean isClaimed(Run run, int attempt) {
    return run.liveAttempt()
        .filter(live -> live.number() == attempt && live.state() == AttemptState.CLAIMED)
        .isPresent();
  }

  private void changed(Run run, Outbox outbox) {
    Run before = live.put(run.id(), run);
    unwritten.put(run.id(), run);
    if (before == null || before.state() != run.state()) {
      outbox.write(RunEvents.of(run));
      metrics.entered(run);
      outbox.afterCommit(() -> say(run));
    }
    if (run.liveAttempt().isEmpty()) {
      leases.forget(run.id());
      before = before == null ? run : before;
      before
          .lastAttempt()
          .map(Attempt::driverId)
          .ifPresent(
              driverId -> {
                lastCall.remove("ask " + driverId);
                lastCall.remove("kill " + driverId);
              });
    }
    if (run.state().isFinal()) {
      live.remove(run.id());
      ended.add(run.id());
      locator.remove(run.id());
    }
  }

  private static void say(Run run) {
    try (LogTrace marks = LogTrace.of(run.traceparent(), run.id())) {
      LOG.info("run {} of {} is {}: {}", run.id(), run.job().name(), run.state(), run.reason());
    }
  }

  private void write(Outbox outbox) {
    for (Run run : unwritten.values()) {
      outbox.write(
          new ProducerRecord<>(
              KindlingTopics.RUNS.name(), partition.partition(), run.id(), Json.bytes(run)));
    }
    unwritten.clear();
  }

  @Override
  public void lost() {
    for (Run run : live.values()) {
      locator.remove(run.id());
      leases.forget(run.id());
      capacity.forget(run.id());
    }
  }
}
