package dev.kindling.bench.submission;

import dev.kindling.bench.harness.Contestant;
import dev.kindling.bench.harness.Expectation;
import dev.kindling.bench.harness.Expectation.Bound;
import dev.kindling.bench.harness.Measure;
import dev.kindling.bench.harness.Race;
import dev.kindling.bench.harness.Ratio;
import dev.kindling.bench.harness.Report;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * From a request to a driver that the Spark master has taken: latency one at a time against a raw
 * hop and against SparkSubmit, and the rate with several in flight against the raw hop.
 */
public final class SubmissionYardstick {
  static final String NAME = "submission";
  private static final double P50_TO_LIMIT = 5;
  private static final double P50_TO_PEER = 0.01;

  private final SubmissionPlan plan;
  private final Consumer<String> out;

  /**
   * @param out hears of each line at once
   */
  public SubmissionYardstick(SubmissionPlan plan, Consumer<String> out) {
    this.plan = plan;
    this.out = out;
  }

  /**
   * Starts what it needs, measures, and stops all of it again.
   *
   * @param folder for data and logs; left for who wants to read the logs
   */
  public Report run(Path folder) {
    try (SubmissionGround ground = SubmissionGround.start(folder)) {
      MasterDrivers drivers = new MasterDrivers(ground.masterRest(), ground.masterUi());
      Contestant limit = new RawHop(ground, drivers, plan.operations(), 1);
      KindlingRuns ours = new KindlingRuns(ground, drivers, plan.operations(), 1, 1);
      Contestant peer = new SparkSubmits(ground, drivers, plan.peerOperations());
      Race.Outcome latency =
          race("request -> driver accepted, one at a time", List.of(limit, ours, peer));
      String timersOfOne = ours.timers();

      Contestant busyLimit = new RawHop(ground, drivers, plan.rateOperations(), plan.inFlight());
      KindlingRuns busyOurs =
          new KindlingRuns(ground, drivers, plan.rateOperations(), plan.inFlight(), plan.jobs());
      Race.Outcome rate =
          race(
              "request -> driver accepted, " + plan.inFlight() + " in flight",
              List.of(busyLimit, busyOurs));
      String timersOfMany = busyOurs.timers();

      return report(latency, rate, limit, ours, peer, List.of(timersOfOne, timersOfMany));
    }
  }

  private Race.Outcome race(String name, List<Contestant> contestants) {
    return new Race(name, contestants, plan.rounds(), out).run();
  }

  private Report report(
      Race.Outcome latency,
      Race.Outcome rate,
      Contestant limit,
      Contestant ours,
      Contestant peer,
      List<String> timers) {
    Ratio toLimit = Ratio.between(latency.lines(), Measure.P50, ours.name(), limit.name());
    Ratio toPeer = Ratio.between(latency.lines(), Measure.P50, ours.name(), peer.name());
    return Report.of(
        NAME,
        Instant.now(),
        List.of(latency, rate),
        List.of(
            toLimit,
            toPeer,
            Ratio.between(latency.lines(), Measure.P99, ours.name(), limit.name()),
            Ratio.between(latency.lines(), Measure.CPU, ours.name(), limit.name()),
            Ratio.between(latency.lines(), Measure.CPU, ours.name(), peer.name()),
            Ratio.between(rate.lines(), Measure.RATE, ours.name(), limit.name()),
            Ratio.between(rate.lines(), Measure.CPU, ours.name(), limit.name())),
        plan.judged()
            ? List.of(
                new Expectation(toLimit, Bound.AT_MOST, P50_TO_LIMIT),
                new Expectation(toPeer, Bound.AT_MOST, P50_TO_PEER))
            : List.of(),
        List.of(
            "job-runner, last round, one at a time: " + timers.get(0),
            "job-runner, last round, several in flight: " + timers.get(1)));
  }
}
