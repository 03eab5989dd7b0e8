package dev.kindling.bench.submission;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.bench.harness.ClosedLoop;
import dev.kindling.bench.harness.Contestant;
import dev.kindling.bench.harness.Passage;
import dev.kindling.bench.harness.Role;
import dev.kindling.bench.harness.Timings;
import dev.kindling.bench.http.Connections;
import dev.kindling.bench.http.Reply;
import dev.kindling.model.run.Attempt;
import dev.kindling.model.run.Run;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Ours: a POST to the gateway for each run. A run counts as accepted at its attempt's {@code
 * submittedAt}, which the job-runner takes from its clock when it has read the master's answer: a
 * little later than the master's own time, which each round is checked against. The next run is
 * asked for when that state is committed and has been read back.
 */
final class KindlingRuns implements Contestant {
  /** The master's times are cut to milliseconds. */
  private static final Duration MASTER_CLOCK = Duration.ofMillis(1);

  private static final byte[] NO_PARAMETERS = "{}".getBytes(StandardCharsets.UTF_8);

  private final SubmissionGround ground;
  private final MasterDrivers drivers;
  private final int operations;
  private final int inFlight;
  private final int jobs;
  private final Queue<Accepted> accepted = new ConcurrentLinkedQueue<>();
  private Connections connections;
  private RunWatch watch;
  private List<String> names = List.of();
  private ServiceTimers timersBefore;
  private ServiceTimers timersAfter;

  private record Accepted(Instant asked, Run run) {}

  KindlingRuns(
      SubmissionGround ground, MasterDrivers drivers, int operations, int inFlight, int jobs) {
    this.ground = ground;
    this.drivers = drivers;
    this.operations = operations;
    this.inFlight = inFlight;
    this.jobs = jobs;
  }

  @Override
  public String name() {
    return inFlight > 1 && jobs == 1 ? "ours, 1 job" : "Kindling";
  }

  @Override
  public Role role() {
    return Role.OURS;
  }

  @Override
  public List<Long> processes() {
    return Stream.concat(ground.shared().stream(), ownProcesses().stream()).toList();
  }

  @Override
  public List<Long> ownProcesses() {
    return ground.services();
  }

  /** Each round has jobs of its own, so that no run of another can stand in the way. */
  @Override
  public void prepare(int round) {
    drivers.expectNone();
    accepted.clear();
    connections = new Connections(ground.gateway(), inFlight);
    watch = new RunWatch(ground.kafka());
    names =
        IntStream.rangeClosed(1, jobs)
            .mapToObj(job -> "bench-" + inFlight + "-" + jobs + "-" + round + "-" + job)
            .toList();
    byte[] spec = Submissions.jobSpec(ground.jar());
    for (String job : names) {
      Submissions.define(connections.lane(0), "/api/v1/jobs/" + job, spec);
    }
    timersBefore = ServiceTimers.of(ground.jobRunnerManagement());
  }

  @Override
  public Timings run(int round) {
    Timings timings = new ClosedLoop(operations, inFlight).run(this::submit);
    timersAfter = ServiceTimers.of(ground.jobRunnerManagement());
    return timings;
  }

  private Passage submit(int number, int lane) {
    String job = names.get(number % names.size());
    Instant asked = Instant.now();
    Reply reply = connections.lane(lane).post("/api/v1/jobs/" + job + "/runs", NO_PARAMETERS);
    Instant answered = Instant.now();
    String runId = runId(reply);
    Run run = Promises.await(watch.accepted(runId), "the driver of run " + runId);
    Attempt attempt = run.attempts().get(0);
    accepted.add(new Accepted(asked, run));
    Map<String, Long> parts = new LinkedHashMap<>();
    parts.put("gateway until it wrote the request", nanos(asked, run.requestedAt()));
    parts.put("Kafka until the owner's turn", nanos(run.requestedAt(), attempt.createdAt()));
    parts.put(
        "commit, POST, the master's answer", nanos(attempt.createdAt(), attempt.submittedAt()));
    parts.put("(aside: until the gateway's answer)", nanos(asked, answered));
    return new Passage(nanos(asked, attempt.submittedAt()), parts);
  }

  private static String runId(Reply reply) {
    String location = reply.header("location").orElse("");
    if (reply.status() != 202 || location.isEmpty()) {
      throw new BenchException("A run was answered with " + reply.status() + ": " + reply.body());
    }
    return location.substring(location.lastIndexOf('/') + 1);
  }

  @Override
  public void clear(int round) {
    compareWithMaster();
    new RunCancels(connections.lane(0), watch)
        .end(accepted.stream().map(one -> one.run().id()).toList());
    drivers.clear();
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

  /** What the timers of the job-runner saw in the last round, as words. */
  String timers() {
    return timersAfter.since(timersBefore);
  }

  /** Our own word about an acceptance counts only if the master's agrees. */
  private void compareWithMaster() {
    Map<String, Instant> atMaster = drivers.active();
    if (atMaster.size() != operations) {
      throw new BenchException("The master has " + atMaster.size() + " drivers of " + operations);
    }
    for (Accepted one : accepted) {
      Attempt attempt = one.run().attempts().get(0);
      Instant made = atMaster.get(attempt.driverId());
      if (made == null
          || made.isBefore(one.asked().minus(MASTER_CLOCK))
          || made.isAfter(attempt.submittedAt())) {
        throw new BenchException(
            "Run "
                + one.run().id()
                + " was asked for at "
                + one.asked()
                + " and says accepted at "
                + attempt.submittedAt()
                + ", the master says "
                + made);
      }
    }
  }

  private static long nanos(Instant from, Instant to) {
    return Duration.between(from, to).toNanos();
  }
}
