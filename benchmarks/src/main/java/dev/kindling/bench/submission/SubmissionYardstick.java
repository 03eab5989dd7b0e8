package dev.kindling.bench.submission;

import dev.kindling.bench.harness.Contestant;
import dev.kindling.bench.harness.Expectation;
import dev.kindling.bench.harness.Expectation.Bound;
import dev.kindling.bench.harness.Figure;
import dev.kindling.bench.harness.Finding;
import dev.kindling.bench.harness.Line;
import dev.kindling.bench.harness.Measure;
import dev.kindling.bench.harness.Race;
import dev.kindling.bench.harness.Ratio;
import dev.kindling.bench.harness.Report;
import dev.kindling.bench.harness.WarmUp;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * From a request to a driver that the Spark master has taken: latency one at a time against a raw
 * hop, SparkSubmit and Livy, and the rate with several in flight against the bare POST and Livy.
 */
public final class SubmissionYardstick {
  static final String NAME = "submission";
  private static final double P50_TO_LIMIT = 3;
  private static final double P50_TO_PEER = 1.0 / 200;
  private static final double RATE_TO_LIMIT = 0.4;
  private static final double RATE_TO_LIVY = 500;
  private static final double OWN_CPU_MILLIS = 1.2;

  private final SubmissionPlan plan;
  private final Optional<String> livyClassPath;
  private final Consumer<String> out;

  /**
   * @param livyClassPath of Apache Livy; without it the peer is left out
   * @param out hears of each line at once
   */
  public SubmissionYardstick(
      SubmissionPlan plan, Optional<String> livyClassPath, Consumer<String> out) {
    this.plan = plan;
    this.livyClassPath = livyClassPath;
    this.out = out;
  }

  /**
   * Starts what it needs, measures, and stops all of it again.
   *
   * @param folder for data and logs; left for who wants to read the logs
   */
  public Report run(Path folder) {
    try (SubmissionGround ground = SubmissionGround.start(folder)) {
      Optional<LivyServer> livy = livyClassPath.map(ground::livy);
      livy.ifPresent(LivyServer::start);
      try {
        return measured(ground, livy);
      } finally {
        livy.ifPresent(LivyServer::close);
      }
    }
  }

  private Report measured(SubmissionGround ground, Optional<LivyServer> livy) {
    MasterDrivers drivers = new MasterDrivers(ground.masterRest(), ground.masterUi());
    new WarmUp(out)
        .run(
            List.of(
                new RawHop(ground, drivers, plan.warmUpOperations(), plan.inFlight()),
                new KindlingRuns(
                    ground, drivers, plan.warmUpOperations(), plan.inFlight(), plan.jobs())),
            plan.warmUps());

    Contestant limit = new RawHop(ground, drivers, plan.operations(), 1);
    KindlingRuns ours = new KindlingRuns(ground, drivers, plan.operations(), 1, 1);
    Contestant submits = new SparkSubmits(ground, drivers, plan.peerOperations());
    List<Contestant> racers = new ArrayList<>(List.of(limit, ours, submits));
    livy.map(server -> new LivyBatches(ground, server, drivers, plan.peerOperations(), 1))
        .ifPresent(racers::add);
    Race.Outcome latency = race("request -> driver accepted, one at a time", racers);
    String timersOfOne = ours.timers();

    Contestant posts = new BarePost(ground, drivers, plan.rateOperations(), plan.inFlight());
    Contestant hops = new RawHop(ground, drivers, plan.rateOperations(), plan.inFlight());
    KindlingRuns busyOurs =
        new KindlingRuns(ground, drivers, plan.rateOperations(), plan.inFlight(), plan.jobs());
    KindlingRuns oneJob =
        new KindlingRuns(ground, drivers, plan.rateOperations(), plan.inFlight(), 1);
    List<Contestant> busy = new ArrayList<>(List.of(posts, hops, busyOurs, oneJob));
    livy.map(
            server ->
                new LivyBatches(
                    ground, server, drivers, plan.peerRateOperations(), plan.peerRateOperations()))
        .ifPresent(busy::add);
    Race.Outcome rate = race("request -> driver accepted, " + plan.inFlight() + " in flight", busy);
    return report(latency, rate, oneJob.name(), List.of(timersOfOne, busyOurs.timers()));
  }

  private Race.Outcome race(String name, List<Contestant> contestants) {
    return new Race(name, contestants, plan.rounds(), out).run();
  }

  private Report report(
      Race.Outcome latency, Race.Outcome rate, String oneJob, List<String> timers) {
    List<Line> alone = latency.lines();
    List<Line> many = rate.lines();
    List<Expectation> judged = new ArrayList<>();
    judged.add(atMost(ratio(alone, Measure.P50, "raw hop"), P50_TO_LIMIT));
    judged.add(atMost(ratio(alone, Measure.P50, "SparkSubmit"), P50_TO_PEER));
    judged.add(
        new Expectation(ratio(many, Measure.RATE, "bare POST"), Bound.AT_LEAST, RATE_TO_LIMIT));
    judged.add(atMost(Figure.of(many, Measure.OWN_CPU, "Kindling"), OWN_CPU_MILLIS));
    if (livyClassPath.isPresent()) {
      judged.add(atMost(ratio(alone, Measure.P50, "Livy"), P50_TO_PEER));
      judged.add(new Expectation(ratio(many, Measure.RATE, "Livy"), Bound.AT_LEAST, RATE_TO_LIVY));
    }
    List<Finding> findings = new ArrayList<>(judged.stream().map(Expectation::finding).toList());
    findings.add(ratio(alone, Measure.P99, "raw hop"));
    findings.add(ratio(alone, Measure.CPU, "raw hop"));
    findings.add(ratio(alone, Measure.CPU, "SparkSubmit"));
    findings.add(ratio(many, Measure.CPU, "raw hop"));
    findings.add(ratio(many, Measure.RATE, "raw hop"));
    findings.add(Ratio.between(many, Measure.RATE, oneJob, "bare POST"));
    findings.add(Ratio.between(many, Measure.RATE, oneJob, "raw hop"));
    return Report.of(
        NAME,
        Instant.now(),
        List.of(latency, rate),
        findings,
        plan.judged() ? judged : List.of(),
        List.of(
            "job-runner, last round, one at a time: " + timers.get(0),
            "job-runner, last round, several in flight: " + timers.get(1)));
  }

  private static Ratio ratio(List<Line> lines, Measure measure, String other) {
    return Ratio.between(lines, measure, "Kindling", other);
  }

  private static Expectation atMost(Finding finding, double value) {
    return new Expectation(finding, Bound.AT_MOST, value);
  }
}
