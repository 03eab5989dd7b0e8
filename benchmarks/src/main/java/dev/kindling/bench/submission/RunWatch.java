package dev.kindling.bench.submission;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.Attempt;
import dev.kindling.model.run.Run;
import dev.kindling.runner.ledger.RunRecords;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Follows the runs table as any client may, committed states only, and says when a run's driver was
 * taken by the master and when the run has ended.
 */
final class RunWatch implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  /**
   * Between two looks that bring something. Times are taken from the records, not from when they
   * are seen; and who asks the broker for each single record takes from it what is measured.
   */
  private static final Duration REST = Duration.ofMillis(3);

  private final Consumer<String, byte[]> consumer;
  private final Map<String, CompletableFuture<Run>> accepted = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Run>> ended = new ConcurrentHashMap<>();
  private final Thread thread;

  RunWatch(String bootstrap) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                StringDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class));
    String topic = KindlingTopics.RUNS.name();
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic, DEADLINE).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(partition -> consumer.position(partition, DEADLINE));
    thread = new Thread(this::follow, "run watch");
    thread.setDaemon(true);
    thread.start();
  }

  /** The run as it was when the master had taken its driver; fails if it ended before. */
  CompletableFuture<Run> accepted(String runId) {
    return accepted.computeIfAbsent(runId, none -> new CompletableFuture<>());
  }

  /** The run as it ended. */
  CompletableFuture<Run> ended(String runId) {
    return ended.computeIfAbsent(runId, none -> new CompletableFuture<>());
  }

  private void follow() {
    try (consumer) {
      while (true) {
        ConsumerRecords<String, byte[]> records = consumer.poll(Duration.ofSeconds(1));
        for (ConsumerRecord<String, byte[]> one : records) {
          // Only what may matter is taken apart: the watching should cost nothing.
          boolean waits = RunRecords.live(one).filter(live -> live.driverId() == null).isPresent();
          if (one.value() != null && !waits) {
            heard(Json.read(one.value(), Run.class));
          }
        }
        if (!records.isEmpty()) {
          LockSupport.parkNanos(REST.toNanos());
        }
      }
    } catch (WakeupException closed) {
      // close() wants us to end; who still waits meets a deadline.
    }
  }

  private void heard(Run run) {
    boolean taken = run.lastAttempt().map(Attempt::submittedAt).isPresent();
    if (taken) {
      accepted(run.id()).complete(run);
    }
    if (run.state().isFinal()) {
      accepted(run.id())
          .completeExceptionally(
              new BenchException("run " + run.id() + " ended before: " + run.reason()));
      ended(run.id()).complete(run);
    }
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      thread.join(DEADLINE.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
