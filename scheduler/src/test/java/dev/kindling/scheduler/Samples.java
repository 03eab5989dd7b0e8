package dev.kindling.scheduler;

import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.job.JobSpec;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.RunRequest;
import dev.kindling.scheduler.request.DefinitionBook;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Jobs and records that the tests share. */
public final class Samples {
  public static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");

  private Samples() {}

  /** A job of this name with a pool as its routing key. */
  public static JobDefinition job(String name) {
    return job(name, 1, "{}");
  }

  /** As {@link #job(String)}, with a JSON Schema of its parameters. */
  public static JobDefinition job(String name, long revision, String schema) {
    JobSpec spec =
        Json.read(
            """
            {"spark": {"mainClass": "a.B", "appResource": "file:/b.jar"},
             "limits": {"pool": "pool-1"}, "parameters": %s}
            """
                .formatted(schema),
            JobSpec.class);
    return new JobDefinition(name, revision, spec, BEGIN, "tester");
  }

  /** A book in which these jobs stand. */
  public static DefinitionBook<JobDefinition> book(String... jobs) {
    DefinitionBook<JobDefinition> book = new DefinitionBook<>("job", JobDefinition.class);
    for (String name : jobs) {
      define(book, job(name));
    }
    return book;
  }

  /** Writes a job into a book. */
  public static void define(DefinitionBook<JobDefinition> book, JobDefinition job) {
    book.apply(job.name(), consumed("kindling.jobs", 0, 0, job.name(), Json.bytes(job)));
  }

  public static ConsumerRecord<String, byte[]> consumed(
      String topic, int partition, long offset, String key, byte[] value) {
    return new ConsumerRecord<>(topic, partition, offset, key, value);
  }

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The run requests among some records, in their order. */
  public static List<RunRequest.Requested> requests(List<ProducerRecord<String, byte[]>> written) {
    return written.stream()
        .filter(one -> one.topic().equals("kindling.run-requests"))
        .map(one -> (RunRequest.Requested) Json.read(one.value(), RunRequest.class))
        .toList();
  }
}
