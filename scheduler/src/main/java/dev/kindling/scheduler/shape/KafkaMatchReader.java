package dev.kindling.scheduler.shape;

import dev.kindling.kit.kafka.KafkaProperties;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.service.CommonConfig;
import dev.kindling.model.json.Json;
import dev.kindling.model.trigger.TriggerMatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads them by a consumer that lives for one part and joins no group. */
final class KafkaMatchReader implements MatchReader {
  private static final int MOST = 2_000;
  private static final Duration BOUND = Duration.ofSeconds(1);
  private static final Duration POLL = Duration.ofMillis(100);

  private final CommonConfig config;

  KafkaMatchReader(CommonConfig config) {
    this.config = config;
  }

  @Override
  public Part read(int partition, long from, long to, String trigger) {
    TopicPartition place = new TopicPartition(KindlingTopics.TRIGGER_MATCHES.name(), partition);
    List<TriggerMatch> found = new ArrayList<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(KafkaProperties.reader(config))) {
      consumer.assign(List.of(place));
      consumer.seek(place, from);
      long deadline = System.nanoTime() + BOUND.toNanos();
      while (System.nanoTime() < deadline && consumer.position(place) < to) {
        for (ConsumerRecord<String, byte[]> one : consumer.poll(POLL).records(place)) {
          if (one.offset() >= to) {
            return new Part(found, to);
          }
          if (one.value() != null && ShapeMemory.triggerOf(one.key()).equals(trigger)) {
            found.add(Json.read(one.value(), TriggerMatch.class));
          }
          if (found.size() == MOST) {
            return new Part(found, one.offset() + 1);
          }
        }
      }
      return new Part(found, Math.min(to, consumer.position(place)));
    }
  }
}
