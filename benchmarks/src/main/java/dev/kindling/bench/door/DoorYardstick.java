package dev.kindling.bench.door;

import dev.kindling.bench.harness.Contestant;
import dev.kindling.bench.harness.Expectation;
import dev.kindling.bench.harness.Expectation.Bound;
import dev.kindling.bench.harness.Figure;
import dev.kindling.bench.harness.Finding;
import dev.kindling.bench.harness.Measure;
import dev.kindling.bench.harness.Race;
import dev.kindling.bench.harness.Ratio;
import dev.kindling.bench.harness.Report;
import dev.kindling.bench.harness.Role;
import dev.kindling.bench.harness.Spread;
import dev.kindling.bench.harness.WarmUp;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What the gateway's door costs, against servers on Vert.x that do next to nothing. */
public final class DoorYardstick {
  static final String NAME = "door";
  private static final double WRITE_TO_HELLO = 0.35;
  private static final double WRITE_P99_TO_HELLO = 4;
  private static final double CHECK_TO_HELLO = 0.75;
  private static final double READ_TO_JSON = 0.6;
  private static final double READ_BY_TO_ALONE = 0.9;
  private static final double MEBIBYTES = 256;

  private static final String RUNS = "/api/v1/jobs/" + BenchJob.NAME + "/runs";
  private static final String JOB = "/api/v1/jobs/" + BenchJob.NAME;

  private final DoorPlan plan;
  private final Consumer<String> out;

  /**
   * @param out hears of each line at once
   */
  public DoorYardstick(DoorPlan plan, Consumer<String> out) {
    this.plan = plan;
    this.out = out;
  }

  /**
   * Starts what it needs, measures, and stops all of it again.
   *
   * @param folder for data and logs
   */
  public Report run(Path folder) {
    Vertx vertx = Vertx.vertx();
    try (DoorGround ground = DoorGround.start(folder)) {
      return measured(vertx, ground);
    } finally {
      vertx.close();
    }
  }

  private Report measured(Vertx vertx, DoorGround ground) {
    Requests hello = bare(vertx, ground, "hello", BareServerMain.HELLO, BenchJob.REQUEST);
    Requests json = bare(vertx, ground, "JSON", BareServerMain.JSON, null);
    Requests checked =
        requests(
            vertx,
            "validation",
            Role.OURS,
            request(ground.bare(), BareServerMain.CHECKED, BenchJob.REQUEST),
            200,
            ground.bareProcesses());
    Requests written =
        requests(
            vertx,
            "hello, to Kafka",
            Role.LIMIT,
            request(ground.bare(), BareServerMain.KAFKA, BenchJob.REQUEST),
            200,
            ground.bareWriters());
    Requests start = ours(vertx, ground, "POST", RUNS, BenchJob.REQUEST, 202);
    Requests check = ours(vertx, ground, "POST, dry", RUNS + "?dryRun=true", BenchJob.REQUEST, 202);
    Requests read = ours(vertx, ground, "GET", JOB, null, 200);
    BusyRun busy = new BusyRun(start, ground.config(), DoorGround.KEY);
    new WarmUp(out).run(List.of(hello, json, checked, written, start, check, read), plan.warmUps());

    Race.Outcome writes = race("a run is asked for", hello, checked, written, start, check);
    Race.Outcome reads = race("a job is read", json, read);
    Race.Outcome streams = race("a run is asked for while one is watched", start, busy);
    Figure resident =
        new Figure("MiB resident with readers", "the gateway", Spread.of(busy.residentMebibytes()));
    Figure added =
        new Figure("MiB that readers add", "the gateway", Spread.of(busy.addedMebibytes()));
    List<Expectation> judged =
        List.of(
            at(writes, Measure.RATE, start, hello, Bound.AT_LEAST, WRITE_TO_HELLO),
            at(writes, Measure.P99, start, hello, Bound.AT_MOST, WRITE_P99_TO_HELLO),
            at(writes, Measure.RATE, checked, hello, Bound.AT_LEAST, CHECK_TO_HELLO),
            at(reads, Measure.RATE, read, json, Bound.AT_LEAST, READ_TO_JSON),
            at(streams, Measure.RATE, busy, start, Bound.AT_LEAST, READ_BY_TO_ALONE),
            new Expectation(added, Bound.AT_MOST, MEBIBYTES));
    List<Finding> findings = new ArrayList<>();
    judged.forEach(one -> findings.add(one.finding()));
    findings.add(resident);
    findings.add(Ratio.between(writes.lines(), Measure.RATE, check.name(), hello.name()));
    findings.add(Ratio.between(writes.lines(), Measure.RATE, written.name(), hello.name()));
    findings.add(Ratio.between(writes.lines(), Measure.P99, written.name(), hello.name()));
    findings.add(Ratio.between(writes.lines(), Measure.RATE, start.name(), written.name()));
    findings.add(Ratio.between(writes.lines(), Measure.CPU, written.name(), hello.name()));
    findings.add(Ratio.between(writes.lines(), Measure.CPU, start.name(), hello.name()));
    findings.add(Ratio.between(writes.lines(), Measure.CPU, check.name(), hello.name()));
    findings.add(Ratio.between(reads.lines(), Measure.CPU, read.name(), json.name()));
    return Report.of(
        NAME,
        Instant.now(),
        List.of(writes, reads, streams),
        findings,
        plan.judged() ? judged : List.of(),
        List.of());
  }

  private Race.Outcome race(String name, Contestant... contestants) {
    String with = name + ", " + plan.connections() + " connections";
    return new Race(with, List.of(contestants), plan.rounds(), out).run();
  }

  private static Expectation at(
      Race.Outcome race, Measure measure, Contestant of, Contestant to, Bound bound, double value) {
    return new Expectation(
        Ratio.between(race.lines(), measure, of.name(), to.name()), bound, value);
  }

  private Requests bare(Vertx vertx, DoorGround ground, String name, String path, String body) {
    return requests(
        vertx, name, Role.LIMIT, request(ground.bare(), path, body), 200, ground.bareProcesses());
  }

  private Requests ours(
      Vertx vertx, DoorGround ground, String name, String path, String body, int status) {
    return requests(
        vertx,
        name,
        Role.OURS,
        request(ground.gateway(), path, body),
        status,
        ground.gatewayProcesses());
  }

  private Requests requests(
      Vertx vertx, String name, Role role, RequestText text, int status, List<Long> processes) {
    return new Requests(vertx, plan, name, role, text, status, processes);
  }

  private static RequestText request(URI server, String path, String body) {
    return body == null
        ? RequestText.get(server, path, DoorGround.KEY)
        : RequestText.post(server, path, DoorGround.KEY, body);
  }
}
