package dev.kindling.scheduler.shape;

import dev.kindling.kit.kafka.KafkaProperties;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.service.CommonConfig;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads them by a consumer that lives for one part and joins no group. */
final class KafkaMatchReader implements MatchReader {
  private static final int MOST = 2_000;
  private static final int MOST_BYTES = 4_000_000;
  private static final Duration BOUND = Duration.ofSeconds(1);
  private static final Duration POLL = Duration.ofMillis(100);

  private final CommonConfig config;

  KafkaMatchReader(CommonConfig config) {
    this.config = config;
  }

  @Override
  public Part read(int partition, long from, long to, String trigger) {
    TopicPartition place = new TopicPartition(KindlingTopics.TRIGGER_MATCHES.name(), partition);
    Map<String, Taken> found = new LinkedHashMap<>();
    int bytes = 0;
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(KafkaProperties.reader(config))) {
      consumer.assign(List.of(place));
      consumer.seek(place, from);
      long deadline = System.nanoTime() + BOUND.toNanos();
      while (System.nanoTime() < deadline && consumer.position(place) < to) {
        for (ConsumerRecord<String, byte[]> one : consumer.poll(POLL).records(place)) {
          if (one.offset() >= to) {
            return part(found, to);
          }
          if (ShapeMemory.triggerOf(one.key()).equals(trigger)) {
            found.remove(one.key());
            MatchRecords.read(one).ifPresent(taken -> found.put(one.key(), taken));
            bytes += one.serializedValueSize();
          }
          if (found.size() == MOST || bytes > MOST_BYTES) {
            return part(found, one.offset() + 1);
          }
        }
      }
      return part(found, Math.min(to, consumer.position(place)));
    }
  }

  private static Part part(Map<String, Taken> found, long next) {
    return new Part(List.copyOf(found.values()), next);
  }
}
