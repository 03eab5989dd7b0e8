package dev.kindling.bench.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.kit.kafka.KafkaProperties;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.service.CommonConfig;
import dev.kindling.model.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the requests that schedules make, as a job-runner would: only what is committed. Tells of
 * each when it has arrived, which is later than its acknowledgement.
 */
final class Requests implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(50);

  private final Thread thread;
  private volatile boolean stopping;

  /**
   * @param listener hears of the instant that a request is for, and when it arrived
   */
  Requests(CommonConfig config, BiConsumer<Instant, Instant> listener) {
    KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(KafkaProperties.reader(config));
    List<TopicPartition> partitions =
        consumer.partitionsFor(KindlingTopics.RUN_REQUESTS.name()).stream()
            .map(one -> new TopicPartition(one.topic(), one.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    this.thread = new Thread(() -> read(consumer, listener), "requests");
    thread.start();
  }

  private void read(KafkaConsumer<String, byte[]> consumer, BiConsumer<Instant, Instant> listener) {
    try (consumer) {
      while (!stopping) {
        for (ConsumerRecord<String, byte[]> one : consumer.poll(POLL)) {
          Instant at = Instant.now();
          JsonNode request = Json.tree(one.value());
          listener.accept(Instant.parse(request.at("/origin/detail").asText()), at);
        }
      }
    }
  }

  @Override
  public void close() {
    stopping = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
