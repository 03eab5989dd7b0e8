package dev.kindling.bench.restore;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.kit.kafka.KafkaProperties;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.service.CommonConfig;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.Run;
import dev.kindling.runner.ledger.RunRecords;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** A table of ended runs, as a job-runner has written it: one partition, one record a run. */
final class EndedRunTable {
  static final TopicPartition PARTITION = new TopicPartition(KindlingTopics.RUNS.name(), 0);

  private static final int JOBS = 500;

  private EndedRunTable() {}

  /** Writes it; blocks. */
  static void write(CommonConfig config, int runs) {
    try (Admin admin = Admin.create(KafkaProperties.admin(config))) {
      NewTopic topic =
          new NewTopic(PARTITION.topic(), 1, (short) 1)
              .configs(Map.of("cleanup.policy", "compact"));
      admin.createTopics(List.of(topic)).all().get();
    } catch (InterruptedException | ExecutionException e) {
      throw new BenchException("Cannot create " + PARTITION.topic(), e);
    }
    Map<String, Object> properties = KafkaProperties.producer(config);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 50);
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 1 << 20);
    Run sample = SampleRuns.ended();
    byte[] tree = Json.bytes(sample);
    try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(properties)) {
      for (int number = 0; number < runs; number++) {
        Run run = numbered(tree, number);
        ProducerRecord<String, byte[]> written = RunRecords.of(run, 0);
        producer.send(written);
      }
    }
  }

  /** The same run under another id and of another job. */
  private static Run numbered(byte[] sample, int number) {
    Run run = Json.read(sample, Run.class);
    JobDefinition job = run.job();
    return new Run(
        run.schema(),
        new UUID(0x0197_0000_0000_7000L + number, 0x8000_0000_0000_0000L).toString(),
        run.version(),
        new JobDefinition("job-" + number % JOBS, 1, job.spec(), job.updatedAt(), job.updatedBy()),
        run.parameters(),
        run.origin(),
        run.traceparent(),
        run.terms(),
        run.state(),
        run.reason(),
        null,
        run.attempts(),
        run.requestedAt(),
        run.queuedAt(),
        null,
        null,
        null,
        run.endedAt().plusSeconds(number),
        run.updatedAt());
  }
}
