package dev.kindling.runner.ledger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.owner.Outbox;
import dev.kindling.model.guard.FinalReport;
import dev.kindling.model.job.History;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.job.JobSpec;
import dev.kindling.model.job.Limits;
import dev.kindling.model.job.OnConflict;
import dev.kindling.model.job.RetryPolicy;
import dev.kindling.model.job.SparkSpec;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.Decision;
import dev.kindling.model.run.DriverState;
import dev.kindling.model.run.Origin;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunCommand;
import dev.kindling.model.run.RunIds;
import dev.kindling.model.run.RunRequest;
import dev.kindling.model.run.RunState;
import dev.kindling.model.run.RunTerms;
import dev.kindling.runner.admission.AdmissionRules;
import dev.kindling.runner.cluster.ClusterView;
import dev.kindling.runner.cluster.ClusterView.DriverOnMaster;
import dev.kindling.runner.cluster.ClusterView.WorkerSlots;
import dev.kindling.runner.launch.Launch;
import dev.kindling.runner.lease.LeaseBook;
import dev.kindling.runner.testing.TestRuns;
import dev.kindling.runner.testing.Tools;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A whole small world around one {@link RunsPartition}: Kafka, the Spark master, workers, guards
 * and a clock, all driven by one seed. Anything may get lost, be late or die between any two steps.
 * The real decisions, books and effects run in it; only the outside is made up.
 */
final class World {
  static final Duration LEASE = Duration.ofSeconds(45);

  /** The jobs of this world: two share a pool, one is skipped and one replaced when it is busy. */
  private static final Map<String, Limits> JOBS =
      Map.of(
          "queued", new Limits(Duration.ofMinutes(30), null, 2, null, null, null),
          "skipped", new Limits(Duration.ofMinutes(30), null, 1, OnConflict.SKIP, null, null),
          "replaced", new Limits(Duration.ofMinutes(30), null, 1, OnConflict.REPLACE, "pool", null),
          "pooled", new Limits(Duration.ofMinutes(30), null, null, null, "pool", 5));

  private static final List<String> JOB_NAMES = List.of("queued", "skipped", "replaced", "pooled");
  private static final int SLOTS = 2;

  /** Within this time a request may be repeated; ended runs stay for so long at least. */
  private static final Duration KEPT = Duration.ofSeconds(30);

  private static final History HISTORY = new History(2, 1, Duration.ofMinutes(5));

  private final Random random;
  private final boolean quiet;
  private final TopicPartition partition =
      new TopicPartition(KindlingTopics.RUN_REQUESTS.name(), 0);

  // Kafka
  private final List<RunRequest> requests = new ArrayList<>();
  private final Map<String, byte[]> runsTable = new LinkedHashMap<>();
  private final Map<String, Run> committed = new LinkedHashMap<>();
  private final Map<String, Long> offsets = new HashMap<>();
  private final Set<String> left = new HashSet<>();
  private long end;
  private long archived;
  private int consumed;

  // The cluster
  private final Map<String, Guarded> processes = new LinkedHashMap<>();
  private final Map<String, DriverState> master = new HashMap<>();
  private final Deque<Runnable> posts = new ArrayDeque<>();
  private int driverCounter;

  // The owner
  private RunsPartition owner;
  private int incarnation;

  /** An owner that was replaced and does not know it yet: cut off from Kafka, not from guards. */
  private RunsPartition zombie;

  private int zombieIncarnation;

  // What happened, for the invariants
  private final Map<String, Set<Long>> granted = new HashMap<>();
  private final Set<String> everRequested = new HashSet<>();
  private Instant now = Instant.parse("2026-11-21T00:00:00Z");
  private boolean calm;
  private String held;
  private int runCounter;
  final List<String> history = new ArrayList<>();

  /**
   * @param quiet few runs that take long, so that an owner that was cut off finds nothing to write
   *     for minutes, and does not learn by a failed commit that it was replaced
   */
  World(long seed, boolean quiet) {
    random = new Random(seed);
    this.quiet = quiet;
    restartOwner();
  }

  // ---- what may happen

  void step() {
    switch (random.nextInt(15)) {
      case 0 -> request();
      case 1 -> cancel();
      case 2, 3, 4 -> consume();
      case 5, 6 -> answerPost();
      case 7, 8, 9 -> driverStep();
      case 10 -> look();
      case 11 -> advance(Duration.ofMillis(100 + random.nextInt(5_000)));
      case 12 -> {
        if (chance(10)) {
          advance(Duration.ofSeconds(random.nextInt(60)));
        }
        tick();
      }
      case 13 -> fault();
      case 14 -> archive();
      default -> throw new IllegalStateException("no such step");
    }
  }

  /** No more faults and requests: everything that was accepted must come to its end. */
  void settle() {
    calm = true;
    hold(null);
    int rounds = 0;
    while (!allEnded()) {
      if (++rounds > 4_000) {
        throw new AssertionError(
            "never ends: "
                + runs().stream()
                    .filter(run -> !run.state().isFinal())
                    .map(run -> run.id() + " " + run.state())
                    .toList());
      }
      consume();
      answerPost();
      driverStep();
      look();
      tick();
      advance(Duration.ofMillis(500));
    }
  }

  private void request() {
    if (quiet ? everRequested.size() > 1 : requests.size() > 40) {
      return;
    }
    String id =
        chance(20) && runCounter > 0
            ? "run-" + (1 + random.nextInt(runCounter))
            : "run-" + ++runCounter;
    history.add("request " + id);
    requests.add(
        new RunRequest.Requested(
            id,
            job(id),
            JsonNodeFactory.instance.objectNode(),
            scheduled(id)
                ? Origin.first(Origin.Kind.SCHEDULE, "nightly", null, null)
                : Origin.first(Origin.Kind.API, null, null, "tester"),
            null,
            scheduled(id) ? new RunTerms(rule(id), null, null) : null,
            now));
    everRequested.add(id);
  }

  /** A third of the runs come from a schedule whose runs come one after the other. */
  private static boolean scheduled(String id) {
    return Math.floorMod(id.hashCode(), 3) == 0;
  }

  private static OnConflict rule(String id) {
    return Math.floorMod(id.hashCode(), 2) == 0 ? OnConflict.QUEUE : OnConflict.REPLACE;
  }

  private void cancel() {
    if (runCounter > 0 && chance(quiet ? 1 : 30)) {
      String id = "run-" + (1 + random.nextInt(runCounter));
      history.add("cancel " + id);
      requests.add(new RunRequest.Cancel(id, "tester", "because", now));
    }
  }

  private void consume() {
    if (consumed < requests.size()) {
      RunRequest next = requests.get(consumed);
      if (left.contains(next.runId())) {
        // Nobody repeats a request so late: it would be a new run by right.
        consumed++;
        return;
      }
      byte[] bytes = TestRuns.bytes(next);
      ConsumerRecord<String, byte[]> incoming =
          new ConsumerRecord<>(partition.topic(), 0, consumed, "job", bytes);
      turn(outbox -> owner.input(incoming, now, outbox), true);
    }
  }

  /** The archive has come further, by some records or by all of them. */
  private void archive() {
    archived += random.nextLong(end - archived + 1);
    history.add("archived below " + archived);
    turn(outbox -> owner.command(new RunnerCommand.Archived(archived), now, outbox), false);
  }

  private void tick() {
    turn(outbox -> {}, false);
  }

  private void look() {
    Map<String, DriverOnMaster> drivers = new HashMap<>();
    master.forEach((id, state) -> drivers.put(id, new DriverOnMaster(state, "worker-1", "guard")));
    ClusterView view =
        new ClusterView(
            "ALIVE", null, List.of(new WorkerSlots("worker-1", 64, 64_000)), drivers, null, now);
    turn(outbox -> owner.command(new RunnerCommand.ClusterSeen(view), now, outbox), false);
  }

  private void answerPost() {
    Runnable post = posts.poll();
    if (post != null) {
      post.run();
    }
  }

  private void fault() {
    if (calm || (quiet && chance(80))) {
      return;
    }
    switch (random.nextInt(6)) {
      case 5 ->
          hold(
              held == null
                  ? List.of("all", "job.queued", "pool.pool").get(random.nextInt(3))
                  : null);
      case 4 -> {
        history.add("the owner is cut off from Kafka, and another takes over");
        zombie = owner;
        zombieIncarnation = incarnation;
        restartOwner();
      }
      case 0 -> {
        history.add("the owner dies");
        restartOwner();
      }
      case 1 -> {
        history.add("the master forgets its drivers");
        master.clear();
      }
      case 2 ->
          any(master.keySet())
              .ifPresent(
                  id -> {
                    history.add("the worker of " + id + " is lost to the master");
                    master.put(id, DriverState.ERROR);
                  });
      case 3 ->
          any(processes.keySet())
              .ifPresent(
                  id -> {
                    history.add(id + " is killed from outside");
                    end(processes.get(id), DriverState.FAILED);
                  });
      default -> throw new IllegalStateException("no such fault");
    }
  }

  private java.util.Optional<String> any(Set<String> ids) {
    return ids.stream().skip(ids.isEmpty() ? 0 : random.nextInt(ids.size())).findFirst();
  }

  // ---- the owner

  private void restartOwner() {
    incarnation++;
    int mine = incarnation;
    LeaseBook leases = new LeaseBook(LEASE, () -> Duration.between(Instant.EPOCH, now).toNanos());
    owner =
        new RunsPartition(
            partition,
            Tools.of(
                new FakeDrivers(mine),
                leases,
                () -> "token-" + random.nextLong(),
                KEPT,
                new SimpleMeterRegistry()),
            new ClusterView("ALIVE", null, List.of(), Map.of(), null, now),
            rules());
    runsTable.forEach(
        (id, bytes) ->
            owner.restore(
                new ConsumerRecord<>(KindlingTopics.RUNS.name(), 0, offsets.get(id), id, bytes)));
    Outbox outbox = new Outbox();
    owner.restored(now, outbox);
    commit(outbox);
    outbox.effects().forEach(Runnable::run);
  }

  private AdmissionRules rules() {
    return new AdmissionRules(Map.of("pool", SLOTS), held == null ? Map.of() : Map.of(held, ""));
  }

  /** Somebody puts a hold on something, or takes it away. */
  private void hold(String name) {
    held = name;
    history.add(name == null ? "the hold is taken away" : "a hold is put on " + name);
    turn(outbox -> owner.command(new RunnerCommand.RulesSeen(rules()), now, outbox), false);
  }

  /** One turn; the owner may die before the commit, after it, or between two effects. */
  private void turn(Consumer<Outbox> work, boolean input) {
    Outbox outbox = new Outbox();
    work.accept(outbox);
    owner.tick(now, outbox);
    if (dies(60)) {
      history.add("the owner dies before a commit");
      restartOwner();
      return;
    }
    commit(outbox);
    if (input) {
      consumed++;
    }
    for (Runnable effect : outbox.effects()) {
      if (dies(60)) {
        history.add("the owner dies before an effect");
        restartOwner();
        return;
      }
      effect.run();
    }
  }

  /** A turn of the cut-off owner: what it would commit is fenced off, and then it knows. */
  private void zombieTurn(Consumer<Outbox> work) {
    Outbox outbox = new Outbox();
    work.accept(outbox);
    zombie.tick(now, outbox);
    if (outbox.mustCommit()) {
      history.add("the cut-off owner is fenced");
      zombie.lost();
      zombie = null;
    } else {
      outbox.effects().forEach(Runnable::run);
    }
  }

  private boolean dies(int oneIn) {
    return !calm && random.nextInt(quiet ? 10 * oneIn : oneIn) == 0;
  }

  private void commit(Outbox outbox) {
    for (ProducerRecord<String, byte[]> outgoing : outbox.records()) {
      if (outgoing.topic().equals(KindlingTopics.RUNS.name())) {
        outbox.written(outgoing, end);
        if (outgoing.value() == null) {
          mayLeave(outgoing.key());
          end++;
          continue;
        }
        offsets.put(outgoing.key(), end++);
        runsTable.put(outgoing.key(), outgoing.value());
        Run next = Json.read(outgoing.value(), Run.class);
        Run last = committed.put(next.id(), next);
        history.add(next.id() + " v" + next.version() + " " + next.state() + ": " + next.reason());
        if (last != null) {
          check(
              !last.state().isFinal(),
              "a final state changed: " + last.id() + " " + last.state() + " -> " + next.state());
          check(last.version() < next.version(), "the version went back: " + next.id());
        }
      }
    }
    limitsHold();
  }

  /** A run leaves the table: nobody may miss it. */
  private void mayLeave(String id) {
    history.add(id + " leaves the table");
    check(runsTable.remove(id) != null && left.add(id), id + " left twice");
    Run run = committed.get(id);
    check(run.state().isFinal(), id + " left before its end");
    check(offsets.get(id) < archived, id + " left and is not in the archive");
    check(!run.endedAt().plus(KEPT).isAfter(now), id + " left while its request may be repeated");
    boolean succeeded = run.state() == RunState.SUCCEEDED;
    long younger =
        runsTable.keySet().stream()
            .map(committed::get)
            .filter(other -> other.state().isFinal())
            .filter(other -> other.job().name().equals(run.job().name()))
            .filter(other -> (other.state() == RunState.SUCCEEDED) == succeeded)
            .filter(other -> !other.endedAt().isBefore(run.endedAt()))
            .count();
    check(
        younger >= (succeeded ? HISTORY.succeeded() : HISTORY.failed())
            || run.endedAt().plus(HISTORY.age()).isBefore(now),
        id + " left although its job keeps it");
  }

  private void limitsHold() {
    Map<String, Integer> active = new HashMap<>();
    Map<String, Integer> ofSchedule = new HashMap<>();
    int ofPool = 0;
    for (Run run : runs()) {
      if (run.state().isActive()) {
        active.merge(run.job().name(), 1, Integer::sum);
        ofPool += run.job().spec().limits().pool() == null ? 0 : 1;
        if (scheduled(run.id())) {
          int beside = ofSchedule.merge(run.job().name(), 1, Integer::sum);
          check(beside == 1, beside + " runs of the schedule beside each other");
        }
      }
    }
    check(ofPool <= SLOTS, ofPool + " runs of the pool at once");
    active.forEach(
        (job, count) -> {
          Integer most = JOBS.get(job).maxConcurrentRuns();
          check(most == null || count <= most, job + " has " + count + " runs at once");
        });
  }

  // ---- drivers

  private final class FakeDrivers implements Drivers {
    private final int mine;

    FakeDrivers(int mine) {
      this.mine = mine;
    }

    @Override
    public void submit(Launch launch) {
      Run run = launch.run();
      int attempt = launch.attempt();
      String token = launch.token();
      posts.add(
          () -> {
            int fate = calm ? 0 : random.nextInt(10);
            if (fate == 1) {
              tell(mine, run.id(), new RunCommand.NotCreated(attempt, "refused", false));
            } else if (fate == 2) {
              tell(mine, run.id(), new RunCommand.Unknown(attempt, "timeout, not created"));
            } else {
              String driverId = created(run.id(), attempt, token);
              if (fate == 5) {
                history.add("something on the way repeats the POST");
                created(run.id(), attempt, token);
              }
              if (fate == 3) {
                tell(mine, run.id(), new RunCommand.Unknown(attempt, "timeout, but created"));
              } else if (fate != 4) {
                tell(mine, run.id(), new RunCommand.Accepted(attempt, driverId));
              }
              // Fate 4: the answer is lost and nobody is told; only a dying runner does that.
              if (fate == 4 && mine == incarnation) {
                history.add("the owner dies with the answer of " + driverId);
                restartOwner();
              }
            }
          });
    }

    private String created(String runId, int attempt, String token) {
      String driverId = "driver-" + ++driverCounter;
      history.add(driverId + " is created for " + runId + "/" + attempt);
      processes.put(driverId, new Guarded(driverId, runId, attempt, token, mine, now));
      master.put(driverId, DriverState.RUNNING);
      return driverId;
    }

    @Override
    public void kill(String driverId) {
      Guarded process = processes.get(driverId);
      if (process != null && (calm || chance(80))) {
        history.add("kill " + driverId);
        end(process, DriverState.KILLED);
      }
    }

    @Override
    public void ask(int partition, String runId, String driverId) {
      DriverState state = master.get(driverId);
      tell(
          mine,
          runId,
          state == null
              ? new RunCommand.DriverUnknown(driverId)
              : new RunCommand.DriverSeen(driverId, state, null, "said the master"));
    }
  }

  /** An answer for an owner that has died is lost with it. */
  private void tell(int to, String runId, RunCommand command) {
    posts.add(
        () -> {
          if (to == incarnation) {
            turn(
                outbox -> owner.command(new RunnerCommand.OfRun(runId, command), now, outbox),
                false);
          }
        });
  }

  private void driverStep() {
    any(processes.keySet()).map(processes::get).ifPresent(this::step);
  }

  private void step(Guarded process) {
    boolean requestLost = !calm && chance(15);
    boolean answerLost = !calm && chance(15);
    switch (process.phase) {
      case STARTED -> claim(process, requestLost, answerLost);
      case RUNNING -> {
        if (chance(60)) {
          renew(process, requestLost, answerLost);
        } else if (chance(quiet ? 2 : 40)) {
          process.phase = Phase.REPORTING;
          process.exit = chance(70) ? 0 : 1;
        }
      }
      case REPORTING -> report(process, requestLost, answerLost);
      case ENDING -> {
        if (chance(40)) {
          end(process, process.exit == 0 ? DriverState.FINISHED : DriverState.FAILED);
        }
      }
    }
  }

  private void claim(Guarded process, boolean requestLost, boolean answerLost) {
    if (now.isAfter(process.startedAt.plusSeconds(60))) {
      end(process, DriverState.FAILED);
      return;
    }
    if (requestLost) {
      return;
    }
    Instant sent = now;
    Decision decision =
        ask(
            process,
            new RunCommand.Claim(
                process.attempt,
                RunIds.tokenHash(process.token),
                process.driverId,
                "host",
                process.pid));
    if (answerLost || NO_ANSWER.equals(decision)) {
      return;
    }
    if (decision == null || !decision.granted()) {
      end(process, DriverState.FAILED);
      return;
    }
    String attempt = process.runId + "/" + process.attempt;
    history.add(process.driverId + " may run " + attempt);
    granted.computeIfAbsent(attempt, key -> new HashSet<>()).add(process.pid);
    check(granted.get(attempt).size() == 1, attempt + " was granted to two processes");
    process.phase = Phase.RUNNING;
    process.aliveAt = sent;
    long atOnce =
        processes.values().stream()
            .filter(p -> p.runId.equals(process.runId) && p.phase != Phase.STARTED)
            .count();
    check(atOnce <= 1, process.runId + " has two processes at once that may run user code");
  }

  private void renew(Guarded process, boolean requestLost, boolean answerLost) {
    if (requestLost) {
      return;
    }
    Instant sent = now;
    Decision decision =
        ask(
            process,
            new RunCommand.Renew(
                process.attempt, RunIds.tokenHash(process.token), "app-" + process.pid));
    if (answerLost || NO_ANSWER.equals(decision)) {
      return;
    }
    if (decision == null || !decision.granted()) {
      end(process, DriverState.FAILED);
    } else {
      process.aliveAt = sent;
    }
  }

  private void report(Guarded process, boolean requestLost, boolean answerLost) {
    if (requestLost && chance(90)) {
      return;
    }
    if (!requestLost) {
      FinalReport report =
          new FinalReport(
              process.runId,
              process.attempt,
              process.token,
              process.exit,
              process.exit == 0 ? null : "java.lang.IllegalStateException",
              "boom",
              null,
              null,
              null);
      Decision decision =
          ask(process, new RunCommand.Report(RunIds.tokenHash(process.token), report));
      if (NO_ANSWER.equals(decision) || answerLost) {
        return;
      }
    }
    // Shutdown hooks and threads of the job may go on for a while: at most for the lease.
    process.phase = Phase.ENDING;
  }

  /** Stands for an answer that never came because the owner died on the way. */
  private static final Decision NO_ANSWER = new Decision(null, List.of(), "no answer");

  private Decision ask(Guarded process, RunCommand command) {
    AtomicReference<Decision> answer = new AtomicReference<>(NO_ANSWER);
    RunnerCommand.OfRun ask = new RunnerCommand.OfRun(process.runId, command, answer::set);
    if (zombie != null && process.runner == zombieIncarnation && !calm && chance(95)) {
      // A guard goes on asking the runner that launched it, for as long as that answers.
      zombieTurn(outbox -> zombie.command(ask, now, outbox));
    } else {
      turn(outbox -> owner.command(ask, now, outbox), false);
    }
    return answer.get();
  }

  private void end(Guarded process, DriverState state) {
    processes.remove(process.driverId);
    master.computeIfPresent(
        process.driverId, (id, before) -> before == DriverState.ERROR ? before : state);
    history.add(process.driverId + " is gone");
  }

  /** Time passes, and guards whose lease runs out on the way halt at that moment. */
  private void advance(Duration duration) {
    now = now.plus(duration);
    for (Guarded process : List.copyOf(processes.values())) {
      if (process.phase != Phase.STARTED && now.isAfter(process.aliveAt.plus(LEASE))) {
        history.add(process.driverId + " halts: its lease ran out");
        end(process, DriverState.FAILED);
      }
    }
  }

  // ---- looking

  List<Run> runs() {
    return List.copyOf(committed.values());
  }

  private boolean allEnded() {
    return consumed == requests.size()
        && runsTable.size() + left.size() == everRequested.size()
        && runs().stream().allMatch(run -> run.state().isFinal());
  }

  /** Runs that left the table. */
  int left() {
    return left.size();
  }

  long succeeded() {
    return runs().stream().filter(run -> run.state() == RunState.SUCCEEDED).count();
  }

  int grants() {
    return granted.size();
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  /** The same run is always of the same job. */
  private JobDefinition job(String runId) {
    // The quiet worlds have few runs, none of which may be ended by another.
    String name = quiet ? "queued" : JOB_NAMES.get(Math.floorMod(runId.hashCode(), JOBS.size()));
    JobSpec spec =
        new JobSpec(
            null,
            null,
            null,
            new SparkSpec("com.example.Main", "file:/job.jar", null, null, null),
            null,
            null,
            JOBS.get(name),
            new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofSeconds(10), null, null),
            HISTORY);
    return new JobDefinition(name, 1, spec, Instant.EPOCH, "tester");
  }

  private enum Phase {
    STARTED,
    RUNNING,
    REPORTING,
    ENDING
  }

  private static final class Guarded {
    private static long pids;
    private final String driverId;
    private final String runId;
    private final int attempt;
    private final String token;
    private final long pid = ++pids;
    private final int runner;
    private final Instant startedAt;
    private Phase phase = Phase.STARTED;
    private Instant aliveAt;
    private int exit;

    Guarded(
        String driverId, String runId, int attempt, String token, int runner, Instant startedAt) {
      this.driverId = driverId;
      this.runId = runId;
      this.attempt = attempt;
      this.token = token;
      this.runner = runner;
      this.startedAt = startedAt;
    }
  }
}
