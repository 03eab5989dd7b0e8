package dev.kindling.runner.ledger;

import dev.kindling.kit.owner.Outbox;
import dev.kindling.kit.owner.OwnedPartition;
import dev.kindling.kit.trace.LogTrace;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.Attempt;
import dev.kindling.model.run.AttemptState;
import dev.kindling.model.run.Decision;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunCommand;
import dev.kindling.model.run.RunEffect;
import dev.kindling.model.run.RunIds;
import dev.kindling.model.run.RunMachine;
import dev.kindling.model.run.RunRequest;
import dev.kindling.model.run.SharedJobs;
import dev.kindling.runner.admission.Admission;
import dev.kindling.runner.admission.AdmissionRules;
import dev.kindling.runner.admission.CapacityBook;
import dev.kindling.runner.admission.Conflict;
import dev.kindling.runner.cluster.ClusterView;
import dev.kindling.runner.cluster.ClusterView.DriverOnMaster;
import dev.kindling.runner.event.RunEvents;
import dev.kindling.runner.launch.Launch;
import dev.kindling.runner.launch.Recall;
import dev.kindling.runner.lease.LeaseBook;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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

  /**
   * So many launches of a partition are under way at most; the others are in its queue, where they
   * can be cancelled, and where no clock runs for them. Enough to keep the master busy, few enough
   * that one that answers after 10 s each time still takes them before they are given up.
   */
  private static final int MOST_LAUNCHING = 64;

  /** So many ended runs leave the table in one turn. */
  private static final int LEAVING_AT_ONCE = 500;

  private static final byte[] NOTHING = {};

  private final TopicPartition partition;
  private final PartitionTools tools;
  private final Drivers drivers;
  private final CapacityBook capacity;
  private final LeaseBook leases;
  private final RunMetrics metrics;
  private final Supplier<String> tokens;
  private final RunBook book = new RunBook();
  private final SharedJobs jobs = new SharedJobs();
  private final DriverChecks checks = new DriverChecks();
  private final RunRecords.EndedReader endedHeaders = new RunRecords.EndedReader();
  private final EndedRuns ended;
  private final Map<String, Run> entered = new LinkedHashMap<>();

  /** Of the attempts of which nobody knows yet whether the master has them, by their runs. */
  private final Map<String, Recall> launching = new HashMap<>();

  private ClusterView cluster;
  private AdmissionRules rules;
  private long archived = -1;
  private Instant lastSweep = Instant.EPOCH;
  private boolean dirty;

  /**
   * @param cluster the last look at the cluster
   * @param rules what people have said last
   */
  public RunsPartition(
      TopicPartition partition, PartitionTools tools, ClusterView cluster, AdmissionRules rules) {
    this.partition = partition;
    this.tools = tools;
    this.drivers = tools.drivers();
    this.capacity = tools.capacity();
    this.leases = tools.leases();
    this.metrics = tools.metrics();
    this.tokens = tools.tokens();
    this.ended = new EndedRuns(tools.keptAtLeast());
    this.cluster = cluster;
    this.rules = rules;
  }

  @Override
  public void restore(ConsumerRecord<String, byte[]> stored) {
    String id = stored.key();
    if (stored.value() == null) {
      book.restore(id, null);
      ended.remove(id);
      return;
    }
    Optional<RunRecords.EndedRun> known = endedHeaders.read(stored);
    if (known.isPresent()) {
      book.restore(id, null);
      ended.add(id, known.get(), stored.offset());
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
      book.restore(run.id(), null);
      ended.add(run.id(), RunRecords.EndedRun.of(run), stored.offset());
    } else {
      book.restore(run.id(), jobs.in(run));
    }
  }

  @Override
  public void restored(Instant now, Outbox outbox) {
    book.opened();
    LOG.info("{}: {} live runs, {} ended", partition, book.live().size(), ended.size());
    outbox.write(tools.announcement(partition.partition(), now));
    for (Run run : book.live()) {
      capacity.follow(run, now);
      decide(run, new RunCommand.TakenOver(), now, outbox);
    }
    write(outbox);
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
      Run run = book.get(cancel.runId());
      if (run != null) {
        decide(run, new RunCommand.CancelAsked(cancel), now, outbox);
      }
    }
  }

  /** A run that exists already, live or ended, is that run: asking again changes nothing. */
  private void accept(RunRequest.Requested request, Instant now, Outbox outbox) {
    if (book.get(request.runId()) != null || ended.contains(request.runId())) {
      metrics.repeatedRequest();
      return;
    }
    Run run = jobs.in(RunMachine.accept(request, now));
    changed(run, outbox);
    dirty = true;
    if (isTooLate(run, now, outbox)) {
      return;
    }
    Conflict conflict = Conflict.of(run, book.queues());
    conflict.skipped().ifPresent(reason -> decide(run, new RunCommand.Skip(reason), now, outbox));
    for (String id : conflict.replaced()) {
      RunRequest.Cancel replaced =
          new RunRequest.Cancel(id, null, "replaced by run " + run.id(), now);
      decide(book.get(id), new RunCommand.CancelAsked(replaced), now, outbox);
    }
  }

  /** A run that must have started by now does not begin; the sweep would come too late for it. */
  private boolean isTooLate(Run run, Instant now, Outbox outbox) {
    Instant startBy = run.admission().startBy();
    if (startBy == null || now.isBefore(startBy) || !run.attempts().isEmpty()) {
      return false;
    }
    decide(run, new RunCommand.Tick(), now, outbox);
    return true;
  }

  @Override
  public void command(RunnerCommand command, Instant now, Outbox outbox) {
    if (command instanceof RunnerCommand.OfRun ofRun) {
      ofRun(ofRun, now, outbox);
    } else if (command instanceof RunnerCommand.ClusterSeen seen) {
      cluster = seen.view();
      dirty = true;
      if (cluster.isAlive()) {
        compare(now, outbox);
      }
    } else if (command instanceof RunnerCommand.RulesSeen seen) {
      rules = seen.rules();
      dirty = true;
    } else if (command instanceof RunnerCommand.Archived seen) {
      archived = seen.offset();
      retire(now, outbox);
    } else if (command instanceof RunnerCommand.Stray stray) {
      stray(stray, now, outbox);
    }
  }

  private void ofRun(RunnerCommand.OfRun ofRun, Instant now, Outbox outbox) {
    if (isGuards(ofRun.command())) {
      // An owner that was replaced and does not know it must neither keep a driver alive, which the
      // new owner gives up for lost, nor refuse one that the new owner launched.
      outbox.prove();
    }
    Run run = book.get(ofRun.runId());
    if (run == null) {
      outbox.afterCommit(() -> ofRun.answer().accept(null));
      lateDriver(ofRun.command(), outbox);
      return;
    }
    RunCommand named = WorkerNames.in(ofRun.command(), cluster);
    Decision decision = decide(run, named, now, outbox);
    outbox.afterCommit(() -> ofRun.answer().accept(decision));
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

  private void stray(RunnerCommand.Stray stray, Instant now, Outbox outbox) {
    outbox.write(
        RunEvents.strayKilled(stray.driverId(), stray.worker(), partition.partition(), now));
    outbox.afterCommit(
        () -> {
          LOG.warn(
              "driver {} on {} has our guard and belongs to no run: it is killed",
              stray.driverId(),
              stray.worker());
          metrics.strayKilled();
          drivers.kill(stray.driverId());
        });
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
      Run run = book.get(expired.runId());
      if (run != null) {
        decide(run, new RunCommand.LeaseExpired(expired.attempt()), now, outbox);
      }
    }
    for (Run run : book.live()) {
      decide(run, new RunCommand.Tick(), now, outbox);
    }
  }

  private void admit(Instant now, Outbox outbox) {
    tools
        .admission()
        .decide(
            book.queues(),
            rules,
            cluster,
            MOST_LAUNCHING - launching.size(),
            now,
            new Admission.Verdicts() {
              @Override
              public void begin(Run run) {
                RunsPartition.this.begin(run, now, outbox);
              }

              @Override
              public void waits(Run run, String words) {
                decide(run, new RunCommand.Waits(words), now, outbox);
              }
            });
  }

  private void begin(Run run, Instant now, Outbox outbox) {
    if (isTooLate(run, now, outbox)) {
      return;
    }
    String token = tokens.get();
    Decision decision = RunMachine.decide(run, new RunCommand.Begin(RunIds.tokenHash(token)), now);
    capacity.reserve(decision.run(), now);
    changed(decision.run(), outbox);
    for (RunEffect effect : decision.effects()) {
      if (effect instanceof RunEffect.Submit submit) {
        Recall recall = new Recall();
        launching.put(run.id(), recall);
        Launch launch =
            new Launch(decision.run(), submit.attempt(), token, partition.partition(), recall);
        outbox.afterCommit(() -> drivers.submit(launch));
      }
    }
  }

  /** What the master says about the drivers of our runs. */
  private void compare(Instant now, Outbox outbox) {
    for (Run run : book.live()) {
      DriverChecks.Check check = checks.check(run, cluster, now);
      if (check == DriverChecks.Check.NONE) {
        continue;
      }
      String driverId = run.liveAttempt().orElseThrow().driverId();
      if (check == DriverChecks.Check.ASK) {
        outbox.afterCommit(() -> drivers.ask(partition.partition(), run.id(), driverId));
        continue;
      }
      DriverOnMaster driver = cluster.drivers().get(driverId);
      RunCommand seen = new RunCommand.DriverSeen(driverId, driver.state(), driver.worker(), null);
      decide(run, seen, now, outbox);
      if (check == DriverChecks.Check.SEEN_AND_KILL) {
        outbox.afterCommit(() -> drivers.kill(driverId));
      }
    }
  }

  /** Ended runs that are archived and that their jobs do not keep leave the table. */
  private void retire(Instant now, Outbox outbox) {
    for (String id : ended.leaving(archived, now, LEAVING_AT_ONCE)) {
      outbox.write(RunRecords.tombstone(id, partition.partition()));
      metrics.retired();
    }
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
      Run latest = book.get(run.id());
      if (latest != null && isClaimed(latest, lease.attempt())) {
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
    Run before = book.put(run);
    if (before == null || before.state() != run.state()) {
      outbox.write(RunEvents.of(run, partition.partition()));
      metrics.entered(run);
      entered.put(run.id(), run);
    }
    if (!isLaunching(run)) {
      recall(run.id());
    }
    if (run.liveAttempt().isEmpty()) {
      leases.forget(run.id());
      run.lastAttempt().map(Attempt::driverId).ifPresent(checks::forget);
    }
    if (run.state().isFinal()) {
      ended.add(run.id(), RunRecords.EndedRun.of(run));
    }
  }

  private static boolean isLaunching(Run run) {
    return run.liveAttempt().filter(live -> live.state() == AttemptState.LAUNCHING).isPresent();
  }

  private void recall(String runId) {
    Recall recall = launching.remove(runId);
    if (recall != null) {
      recall.call();
    }
  }

  private static void say(Run run) {
    try (LogTrace marks = LogTrace.of(run.traceparent(), run.id())) {
      LOG.info("run {} of {} is {}: {}", run.id(), run.job().name(), run.state(), run.reason());
    }
  }

  private void write(Outbox outbox) {
    if (!entered.isEmpty()) {
      // Behind all other effects: a driver must not wait for a line in the log. Of the states that
      // a run went through in this turn, the last says it all.
      List<Run> told = List.copyOf(entered.values());
      entered.clear();
      outbox.afterCommit(() -> told.forEach(RunsPartition::say));
    }
    for (Run run : book.toWrite()) {
      outbox.write(
          RunRecords.of(run, partition.partition()), offset -> ended.stored(run.id(), offset));
    }
  }

  @Override
  public void lost() {
    launching.values().forEach(Recall::call);
    for (Run run : book.live()) {
      leases.forget(run.id());
      capacity.forget(run.id());
    }
  }
}
