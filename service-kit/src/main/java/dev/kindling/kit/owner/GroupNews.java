package dev.kindling.kit.owner;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the consumer group how far its partitions have been read, beside the table that says it for
 * good: for whoever asks for the group's lag, and for owners of a version before, which know the
 * group only. See {@link JournalPosition}. Used on the owner loop's thread; what cannot be told is
 * left.
 */
final class GroupNews {
  private static final Logger LOG = LoggerFactory.getLogger(GroupNews.class);

  /** So far behind is what the group tells of its lag. */
  private static final Duration GROUP_LAG = Duration.ofSeconds(1);

  /** What was passed over is told to the group within this time, or read again. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private long told = System.nanoTime();

  /**
   * Once a second; does not wait for an answer.
   *
   * @param owned as they come and go: looked at again when the answer is there
   */
  <C> void tell(Consumer<String, byte[]> joined, Map<TopicPartition, Owned<C>> owned) {
    long now = System.nanoTime();
    if (now - told < GROUP_LAG.toNanos()) {
      return;
    }
    told = now;
    Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
    owned.forEach(
        (partition, one) -> one.positionForGroup().ifPresent(p -> positions.put(partition, p)));
    if (!positions.isEmpty()) {
      joined.commitAsync(
          positions,
          (these, failure) -> {
            if (failure != null) {
              LOG.debug("the group was not told of {}", these, failure);
              these.keySet().stream()
                  .map(owned::get)
                  .filter(Objects::nonNull)
                  .forEach(Owned::untold);
            }
          });
    }
  }

  /**
   * The next owner need not read again what was passed over here, nor one of a version before what
   * was done. Nothing is in flight for these partitions: the group's offsets only grow. Blocks for
   * two seconds at most.
   */
  static <C> void tellAtLast(
      Consumer<String, byte[]> joined, Map<TopicPartition, Owned<C>> leaving) {
    Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
    leaving.forEach(
        (partition, one) ->
            one.farewell()
                .ifPresent(next -> positions.put(partition, new OffsetAndMetadata(next))));
    if (positions.isEmpty()) {
      return;
    }
    try {
      joined.commitSync(positions, FAREWELL);
    } catch (KafkaException e) {
      LOG.debug("the group was not told at last: {}", positions, e);
    }
  }
}
