package dev.kindling.bench.schedule;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.bench.harness.CpuMeter;
import dev.kindling.bench.harness.Expectation;
import dev.kindling.bench.harness.Expectation.Bound;
import dev.kindling.bench.harness.Figure;
import dev.kindling.bench.harness.Finding;
import dev.kindling.bench.harness.Measure;
import dev.kindling.bench.harness.Race;
import dev.kindling.bench.harness.Ratio;
import dev.kindling.bench.harness.Report;
import dev.kindling.bench.harness.Spread;
import dev.kindling.kit.kafka.KafkaProperties;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.kafka.TopicGate;
import dev.kindling.kit.service.CommonConfig;
import dev.kindling.stack.LocalStack;
import dev.kindling.stack.PartKind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * How late schedules fire, few and many, against the JDK's timer and Quartz; what all at once take;
 * what a schedule weighs; what idling costs.
 */
public final class ScheduleYardstick {
  static final String NAME = "schedule";
  private static final double FEW_TO_QUARTZ = 0.6;
  private static final double MANY_TO_QUARTZ = 0.3;
  private static final double TO_TIMER = 3;
  private static final double BURST_TO_PRODUCE = 0.4;
  private static final double HEAP_TO_QUARTZ = 0.1;
  private static final double IDLE_PERCENT = 2;
  private static final int PARTITIONS = 4;

  private final SchedulePlan plan;
  private final Consumer<String> out;

  /**
   * @param out hears of each line at once
   */
  public ScheduleYardstick(SchedulePlan plan, Consumer<String> out) {
    this.plan = plan;
    this.out = out;
  }

  /**
   * Starts what it needs, measures, and stops all of it again.
   *
   * @param folder for data and logs
   */
  public Report run(Path folder) {
    try (LocalStack stack = LocalStack.builder(folder).only(PartKind.KAFKA).start()) {
      CommonConfig config =
          new CommonConfig(
              stack.kafka().bootstrap(),
              "bench",
              true,
              "127.0.0.1",
              0,
              PARTITIONS,
              1,
              Optional.empty());
      new TopicGate(config, Duration.ofSeconds(30)).pass(KindlingTopics.ALL);
      rawTopic(config);
      return measured(config, stack.kafka().pid());
    }
  }

  private Report measured(CommonConfig config, long broker) {
    Definitions definitions = new Definitions(config);
    List<Race.Outcome> races = new ArrayList<>();
    List<Expectation> judged = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();

    warmUp(config, definitions);
    definitions.write(plan.few(), i -> "0 0 0 1 1 *");
    Figure idle = new Figure("percent of a core, idle,", "Kindling", Spread.of(idle(config)));
    judged.add(new Expectation(idle, Bound.AT_MOST, IDLE_PERCENT));

    definitions.write(plan.few(), i -> i % 60 + " * * * * *");
    Race.Outcome few =
        lateness(config, broker, plan.few(), plan.fewWindow(), findings, judged, FEW_TO_QUARTZ);
    races.add(few);
    definitions.write(plan.many(), i -> i % 60 + " * * * * *");
    Race.Outcome many =
        lateness(config, broker, plan.many(), plan.window(), findings, judged, MANY_TO_QUARTZ);
    races.add(many);

    String burstCron = plan.period() == 60 ? "0 * * * * *" : "*/" + plan.period() + " * * * * *";
    definitions.write(plan.burst(), i -> burstCron);
    Race.Outcome burst =
        new Race(
                plan.burst() + " due at once",
                List.of(
                    new RawProduce(config, broker, plan.burst()),
                    new KindlingBurst(config, broker, plan.burst(), plan.period())),
                plan.rounds(),
                out)
            .run();
    races.add(burst);
    Ratio rate = Ratio.between(burst.lines(), Measure.RATE, "Kindling", "raw produce");
    judged.add(new Expectation(rate, Bound.AT_LEAST, BURST_TO_PRODUCE));

    judged.forEach(one -> findings.add(one.finding()));
    return Report.of(
        NAME, Instant.now(), races, findings, plan.judged() ? judged : List.of(), List.of());
  }

  /** A few transactions a second would leave broker and scheduler cold for hours. */
  private void warmUp(CommonConfig config, Definitions definitions) {
    definitions.write(plan.few(), i -> "* * * * * *", ", \"jitter\": \"PT1S\"");
    try (SchedulerService unused = new SchedulerService(config.kafkaBootstrap())) {
      EachMinute.pause(plan.warmUp());
    }
  }

  private Race.Outcome lateness(
      CommonConfig config,
      long broker,
      int schedules,
      Duration window,
      List<Finding> findings,
      List<Expectation> judged,
      double toQuartz) {
    BareTimer timer = new BareTimer(schedules, window);
    QuartzFires quartz = new QuartzFires(schedules, window);
    KindlingFires ours = new KindlingFires(config, broker, schedules, window);
    Race.Outcome race =
        new Race(
                schedules + " schedules, each once a minute: how late",
                List.of(timer, quartz, ours),
                plan.rounds(),
                out)
            .run();
    judged.add(new Expectation(acknowledged(race, ours, quartz.name()), Bound.AT_MOST, toQuartz));
    judged.add(new Expectation(acknowledged(race, ours, timer.name()), Bound.AT_MOST, TO_TIMER));
    findings.add(Ratio.between(race.lines(), Measure.P99, ours.name(), quartz.name()));
    findings.add(Ratio.between(race.lines(), Measure.P50, ours.name(), quartz.name()));
    findings.add(Ratio.between(race.lines(), Measure.CPU, ours.name(), quartz.name()));
    Figure weight =
        new Figure(
            "bytes of heap a schedule, of " + schedules, ours.name(), Spread.of(ours.bytes()));
    Figure peer =
        new Figure(
            "bytes of heap a schedule, of " + schedules, quartz.name(), Spread.of(quartz.bytes()));
    findings.add(peer);
    if (schedules == plan.many()) {
      judged.add(new Expectation(weight, Bound.AT_MOST, HEAP_TO_QUARTZ * peer.spread().median()));
    } else {
      findings.add(weight);
    }
    return race;
  }

  /** Until the broker's acknowledgement, after which nobody can miss the fire any more. */
  private static Figure acknowledged(Race.Outcome race, KindlingFires ours, String other) {
    Iterator<Double> theirs = Measure.P99.byRound(race.lines(), other).values().iterator();
    List<Double> quotients = new ArrayList<>();
    ours.acknowledged().forEach(millis -> quotients.add(millis / theirs.next()));
    return new Figure(
        "p99 until acknowledged, to that of " + other + ",", ours.name(), Spread.of(quotients));
  }

  private List<Double> idle(CommonConfig config) {
    CpuMeter cpu = new CpuMeter();
    List<Double> percent = new ArrayList<>();
    try (SchedulerService unused = new SchedulerService(config.kafkaBootstrap())) {
      EachMinute.pause(plan.settle());
      for (int i = 1; i < plan.rounds(); i++) {
        long before = cpu.nanos(List.of());
        EachMinute.pause(plan.window());
        percent.add(100.0 * (cpu.nanos(List.of()) - before) / plan.window().toNanos());
      }
      out.accept("idle: " + percent + " percent of a core");
    }
    return percent;
  }

  private static void rawTopic(CommonConfig config) {
    try (Admin admin = Admin.create(KafkaProperties.admin(config))) {
      admin
          .createTopics(List.of(new NewTopic(RawProduce.TOPIC, PARTITIONS, (short) 1)))
          .all()
          .get();
    } catch (ExecutionException e) {
      throw new BenchException("the topic cannot be created", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("Interrupted while preparing", e);
    }
  }
}
