package dev.kindling.bench.submission;

import dev.kindling.bench.harness.Contestant;
import dev.kindling.bench.harness.Expectation;
import dev.kindling.bench.harness.Expectation.Bound;
import dev.kindling.bench.harness.Figure;
import dev.kindling.bench.harness.Finding;
import dev.kindling.bench.harness.Measure;
import dev.kindling.bench.harness.Race;
import dev.kindling.bench.harness.Ratio;
import dev.kindling.bench.harness.Report;
import dev.kindling.bench.harness.Spread;
import dev.kindling.bench.harness.WarmUp;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * From an event on Kafka to a driver that the Spark master has taken, against a consumer that posts
 * by itself: latency at a steady rate, the rate of many events with one and with many triggers on
 * their topic, and how long a fresh event waits behind a million that came while nobody was there.
 */
public final class TriggerYardstick {
  static final String NAME = "trigger";
  private static final String LOOP = "plain loop";
  private static final String ONE = "Kindling";
  private static final double P50_TO_LOOP = 1;
  private static final double RATE_TO_LOOP = 1;
  private static final double RATE_OF_MANY_TO_LOOP = 0.5;
  private static final double LATE_SECONDS = 5;

  private final TriggerPlan plan;
  private final Consumer<String> out;

  /**
   * @param out hears of each line at once
   */
  public TriggerYardstick(TriggerPlan plan, Consumer<String> out) {
    this.plan = plan;
    this.out = out;
  }

  /**
   * Starts what it needs, measures, and stops all of it again.
   *
   * @param folder for data and logs; left for who wants to read the logs
   */
  public Report run(Path folder) {
    try (SubmissionGround ground = SubmissionGround.startWithScheduler(folder);
        EventTopic one = new EventTopic(ground.kafka(), "bench-one");
        EventTopic many = new EventTopic(ground.kafka(), "bench-many")) {
      EventTriggers single = EventTriggers.define(ground, one, 1, 1);
      EventTriggers several = EventTriggers.define(ground, many, plan.triggers(), plan.jobs());
      MasterDrivers drivers = new MasterDrivers(ground.masterRest(), ground.masterUi());
      drivers.clear();
      return measured(ground, drivers, one, single, several);
    }
  }

  private Report measured(
      SubmissionGround ground,
      MasterDrivers drivers,
      EventTopic topic,
      EventTriggers single,
      EventTriggers several) {
    int many = plan.rateOperations();
    String hundred = plan.triggers() + " triggers";
    Contestant loop = new PlainLoop(ground, drivers, many, 0, plan.inFlight());
    Contestant ours = new KindlingEvents(ONE, ground, drivers, single, many, 0);
    Contestant oursOfMany = new KindlingEvents(hundred, ground, drivers, several, many, 0);
    new WarmUp(out).run(List.of(loop, ours, oursOfMany), plan.warmUps());

    Race.Outcome latency =
        race(
            "event -> driver accepted, " + plan.perSecond() + " a second",
            List.of(
                new PlainLoop(
                    ground, drivers, plan.operations(), plan.perSecond(), plan.inFlight()),
                new KindlingEvents(
                    ONE, ground, drivers, single, plan.operations(), plan.perSecond())));
    Race.Outcome rate =
        race("event -> driver accepted, all at once", List.of(loop, ours, oursOfMany));
    Figure late = late(new PastEvents(ground, drivers, topic, single));

    List<Expectation> judged =
        List.of(
            new Expectation(
                Ratio.between(latency.lines(), Measure.P50, ONE, LOOP), Bound.AT_MOST, P50_TO_LOOP),
            new Expectation(
                Ratio.between(rate.lines(), Measure.RATE, ONE, LOOP), Bound.AT_LEAST, RATE_TO_LOOP),
            new Expectation(
                Ratio.between(rate.lines(), Measure.RATE, hundred, LOOP),
                Bound.AT_LEAST,
                RATE_OF_MANY_TO_LOOP),
            new Expectation(late, Bound.AT_MOST, LATE_SECONDS));
    List<Finding> findings =
        List.of(
            judged.get(0).finding(),
            judged.get(1).finding(),
            judged.get(2).finding(),
            late,
            Ratio.between(latency.lines(), Measure.P99, ONE, LOOP),
            Figure.of(latency.lines(), Measure.P50, ONE),
            Figure.of(rate.lines(), Measure.OWN_CPU, ONE),
            Figure.of(rate.lines(), Measure.OWN_CPU, hundred));
    return Report.of(
        NAME,
        Instant.now(),
        List.of(latency, rate),
        findings,
        plan.judged() ? judged : List.of(),
        List.of("the plain loop keeps no runs, and loses or doubles events when it dies"));
  }

  private Race.Outcome race(String name, List<Contestant> contestants) {
    return new Race(name, contestants, plan.rounds(), out).run();
  }

  /** Starting takes its time with nothing to skip as well: the difference is the delay. */
  private Figure late(PastEvents past) {
    List<Double> delays = new ArrayList<>();
    for (int i = 0; i < plan.restarts(); i++) {
      Duration none = past.behind(0);
      Duration all = past.behind(plan.past());
      out.accept(
          String.format(
              Locale.ROOT,
              "from the scheduler's start to a fresh event's driver: %.1f s, behind %d events %.1f s",
              none.toMillis() / 1e3,
              plan.past(),
              all.toMillis() / 1e3));
      delays.add(all.minus(none).toMillis() / 1e3);
    }
    return new Figure("seconds that past events delay a fresh one,", ONE, Spread.of(delays));
  }
}
