package dev.kindling.kit.trigger;

import dev.kindling.kit.kafka.KeyPartition;
import dev.kindling.kit.kafka.KindlingTopics;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Where matches are put. All of one trigger stand in one partition, so that one owner decides about
 * them, each under a key of its own. Pure.
 *
 * @param partitions of {@code kindling.trigger-matches}
 */
public record MatchTopic(int partitions) {
  /**
   * The topic as it was found at the start.
   *
   * @param partitions the number of partitions by topic
   */
  public static MatchTopic of(Map<String, Integer> partitions) {
    return new MatchTopic(partitions.get(KindlingTopics.TRIGGER_MATCHES.name()));
  }

  /** Puts a match there. */
  public ProducerRecord<String, byte[]> put(SizedMatch sized) {
    return new ProducerRecord<>(
        KindlingTopics.TRIGGER_MATCHES.name(),
        KeyPartition.of(sized.match().trigger(), partitions),
        sized.match().recordKey(),
        sized.bytes());
  }
}
