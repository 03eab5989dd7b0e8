package dev.kindling.gateway.journal;

import dev.kindling.gateway.problem.ProblemException;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.kit.kafka.KafkaProperties;
import dev.kindling.kit.service.CommonConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.producer.KafkaProducer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * Journals on Kafka: acknowledged by all replicas. A record is on its way at once if none is; what
 * comes meanwhile goes together in the next request, since most of what a record costs broker and
 * client is its request.
 */
public final class KafkaJournal implements Journal {
  /**
   * A client waits for the answer, so the record is given up after this time, and then the client
   * told: a record that arrived later would be a run that nobody believes in.
   */
  private static final int DELIVERY_MS = 8_000;

  private static final int REQUEST_MS = 4_000;

  /** For a broker that says where the topic is. */
  private static final int WAIT_MS = 3_000;

  private static final int PATIENCE_MS = 100;

  /** A batch is one partition's share of a request: a smaller one would hold back the others. */
  private static final int BATCH_BYTES = 64 * 1024;

  /** Where a topic is is not forgotten because nobody has written to it for a while. */
  private static final int REMEMBERED_MS = 24 * 60 * 60 * 1_000;

  private static final long CLOSE_MS = 5_000;

  private final KafkaProducer<String, byte[]> producer;
  private final SendQueue queue;
  private final Vertx vertx;
  private final MeterRegistry meters;
  private final Map<String, Writes> timers = new ConcurrentHashMap<>();

  public KafkaJournal(Vertx vertx, CommonConfig config, MeterRegistry meters) {
    this(vertx, config, 0, meters);
  }

  /** One for records that nobody waits for: they go together, at a fraction of the cost. */
  public static KafkaJournal patient(Vertx vertx, CommonConfig config, MeterRegistry meters) {
    return new KafkaJournal(vertx, config, PATIENCE_MS, meters);
  }

  private KafkaJournal(Vertx vertx, CommonConfig config, int lingerMs, MeterRegistry meters) {
    Map<String, Object> properties = KafkaProperties.producer(config);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, lingerMs);
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    properties.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, REMEMBERED_MS);
    properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MS);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MS);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
    this.producer =
        KafkaProducer.create(
            vertx, new org.apache.kafka.clients.producer.KafkaProducer<>(properties));
    this.queue = new SendQueue(producer.unwrap(), Duration.ofMillis(WAIT_MS), System::nanoTime);
    this.vertx = vertx;
    this.meters = meters;
  }

  @Override
  public Future<Void> send(String topic, String key, byte[] json, String traceparent) {
    ProducerRecord<String, byte[]> outgoing = new ProducerRecord<>(topic, key, json);
    if (traceparent != null) {
      outgoing.headers().add("traceparent", traceparent.getBytes(StandardCharsets.US_ASCII));
    }
    return send(outgoing);
  }

  @Override
  public Future<Void> send(ProducerRecord<String, byte[]> outgoing) {
    Timer.Sample begin = Timer.start(meters);
    Writes writes = timers.computeIfAbsent(outgoing.topic(), topic -> Writes.of(topic, meters));
    return Future.fromCompletionStage(queue.add(outgoing), vertx.getOrCreateContext())
        .transform(
            sent -> {
              begin.stop(sent.succeeded() ? writes.acknowledged() : writes.failed());
              return sent.succeeded()
                  ? Future.succeededFuture()
                  : Future.failedFuture(problem(sent.cause()));
            });
  }

  /** The timers of a topic; the registry's own search for one costs more than to record. */
  private record Writes(Timer acknowledged, Timer failed) {
    static Writes of(String topic, MeterRegistry meters) {
      return new Writes(of(topic, "acknowledged", meters), of(topic, "failed", meters));
    }

    private static Timer of(String topic, String outcome, MeterRegistry meters) {
      return meters.timer("kindling.gateway.journal.writes", "topic", topic, "outcome", outcome);
    }
  }

  private static ProblemException problem(Throwable failure) {
    if (failure instanceof RecordTooLargeException) {
      return Problems.tooLarge("It is too large for a Kafka record: pass large values as a file.");
    }
    return Problems.unavailable(
        "Kafka did not acknowledge the request in time. It may still have arrived: send it again,"
            + " for a run with the same Idempotency-Key, and it is one run.",
        failure);
  }

  /** Sends what is on its way, and ends. */
  public Future<Void> close() {
    return vertx
        .executeBlocking(
            () -> {
              queue.close();
              return null;
            },
            false)
        .compose(sent -> producer.close(CLOSE_MS));
  }
}
