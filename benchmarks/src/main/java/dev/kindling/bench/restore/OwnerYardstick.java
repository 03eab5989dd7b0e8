package dev.kindling.bench.restore;

import dev.kindling.bench.harness.Expectation;
import dev.kindling.bench.harness.Expectation.Bound;
import dev.kindling.bench.harness.Figure;
import dev.kindling.bench.harness.Measure;
import dev.kindling.bench.harness.Race;
import dev.kindling.bench.harness.Report;
import dev.kindling.bench.harness.Spread;
import dev.kindling.kit.kafka.KafkaProperties;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.kafka.TopicGate;
import dev.kindling.kit.service.CommonConfig;
import dev.kindling.runner.ledger.RunRecords;
import dev.kindling.stack.LocalStack;
import dev.kindling.stack.PartKind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * What many runs cost their owner and the master: the takeover of a long queue, its weight, and the
 * questions to a master with many drivers. No ratios: these have a meaning by themselves.
 */
public final class OwnerYardstick {
  static final String NAME = "owner";
  private static final double TAKEOVER_MILLIS = 5_000;
  private static final double HEAP_MEGABYTES = 200;
  private static final double QUESTIONS_PER_SECOND = 1;
  private static final Duration LOOK_PERIOD = Duration.ofSeconds(1);

  private final OwnerPlan plan;
  private final Consumer<String> out;

  /**
   * @param out hears of each line at once
   */
  public OwnerYardstick(OwnerPlan plan, Consumer<String> out) {
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
              stack.kafka().bootstrap(), "bench", true, "127.0.0.1", 0, 1, 1, Optional.empty());
      new TopicGate(config, Duration.ofSeconds(30)).pass(KindlingTopics.ALL);
      write(config);
      QueueTakeover takeover =
          new QueueTakeover(config, KindlingTopics.RUN_REQUESTS.name(), stack.kafka().pid());
      Race.Outcome race =
          new Race(
                  plan.queued() + " queued runs taken over until served",
                  List.of(takeover),
                  plan.rounds(),
                  out)
              .run();
      Figure served =
          new Figure(
              "time (ms) until served, " + plan.queued() + " queued runs,",
              takeover.name(),
              Figure.of(race.lines(), Measure.P50, takeover.name()).spread());
      Figure heap =
          new Figure(
              "heap (MB) with " + plan.queued() + " queued runs",
              takeover.name(),
              Spread.of(takeover.megabytes()));
      Figure questions =
          new Figure(
              "requests a second to the master with " + plan.running() + " running drivers",
              "Kindling",
              Spread.of(
                  List.of(
                      new MasterQuestions(plan.running(), LOOK_PERIOD).perSecond(plan.looks()))));
      return Report.of(
          NAME,
          Instant.now(),
          List.of(race),
          List.of(served, heap, questions),
          plan.judged()
              ? List.of(
                  new Expectation(served, Bound.AT_MOST, TAKEOVER_MILLIS),
                  new Expectation(heap, Bound.AT_MOST, HEAP_MEGABYTES),
                  new Expectation(questions, Bound.AT_MOST, QUESTIONS_PER_SECOND))
              : List.of(),
          List.of());
    }
  }

  private void write(CommonConfig config) {
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(KafkaProperties.producer(config))) {
      for (int number = 0; number < plan.queued(); number++) {
        producer.send(RunRecords.of(SampleRuns.queued(UUID.randomUUID().toString()), 0));
      }
    }
  }
}
