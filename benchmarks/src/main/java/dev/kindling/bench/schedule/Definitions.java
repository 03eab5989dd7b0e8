package dev.kindling.bench.schedule;

import dev.kindling.kit.kafka.KafkaProperties;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.service.CommonConfig;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.job.JobSpec;
import dev.kindling.model.json.Json;
import dev.kindling.model.schedule.ScheduleDefinition;
import dev.kindling.model.schedule.ScheduleSpec;
import java.time.Instant;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes schedules, and their job, as the gateway would. */
final class Definitions {
  private static final String JOB = "bench";

  private final CommonConfig config;
  private long revision;

  Definitions(CommonConfig config) {
    this.config = config;
  }

  /**
   * Writes so many, in the place of those before.
   *
   * @param cron of each, by its number
   */
  void write(int schedules, IntFunction<String> cron) {
    write(schedules, cron, "");
  }

  /**
   * The same.
   *
   * @param more of each spec, with a comma before it
   */
  void write(int schedules, IntFunction<String> cron, String more) {
    revision++;
    Instant now = Instant.now();
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(KafkaProperties.producer(config))) {
      JobSpec job =
          Json.read(
              "{\"spark\": {\"mainClass\": \"a.B\", \"appResource\": \"file:/b.jar\"}}",
              JobSpec.class);
      producer.send(
          new ProducerRecord<>(
              KindlingTopics.JOBS.name(),
              JOB,
              Json.bytes(new JobDefinition(JOB, 1, job, now, "bench"))));
      for (int i = 0; i < schedules; i++) {
        ScheduleSpec spec =
            Json.read(
                "{\"job\": \"bench\", \"cron\": \"%s\", \"missed\": {\"policy\": \"none\"}%s}"
                    .formatted(cron.apply(i), more),
                ScheduleSpec.class);
        String name = "schedule-" + i;
        producer.send(
            new ProducerRecord<>(
                KindlingTopics.SCHEDULES.name(),
                name,
                Json.bytes(new ScheduleDefinition(name, revision, spec, now, "bench"))));
      }
    }
  }
}
