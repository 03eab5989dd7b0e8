package dev.kindling.kit.kafka;

import dev.kindling.kit.service.CommonConfig;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads one partition from its beginning to the end that it has at that moment. Blocking. */
public final class PartitionReader {
  private static final Duration POLL = Duration.ofMillis(200);

  /** Longer than the transaction timeout: an open transaction below the end delays, never cuts. */
  private static final Duration STUCK = Duration.ofSeconds(60);

  private PartitionReader() {}

  /** The high watermark of a partition. */
  public static long end(CommonConfig config, TopicPartition partition) {
    return Watermarks.of(config, List.of(partition)).get(partition);
  }

  /**
   * The high watermarks of some partitions, all taken at one moment.
   *
   * @throws KafkaException if the broker does not answer
   */
  public static Map<TopicPartition, Long> ends(
      CommonConfig config, Collection<TopicPartition> partitions) {
    return Watermarks.of(config, partitions);
  }

  /**
   * Hands over every committed record below the high watermark.
   *
   * @return the last of them; empty if there was none
   * @throws KafkaException if the broker does not answer or the end is not reached for a minute
   */
  public static Optional<ConsumerRecord<String, byte[]>> readToEnd(
      CommonConfig config,
      TopicPartition partition,
      java.util.function.Consumer<ConsumerRecord<String, byte[]>> listener) {
    long end = end(config, partition);
    try (Consumer<String, byte[]> reader = new KafkaConsumer<>(KafkaProperties.reader(config))) {
      reader.assign(List.of(partition));
      reader.seekToBeginning(List.of(partition));
      long progress = System.nanoTime();
      long before = -1;
      Optional<ConsumerRecord<String, byte[]>> last = Optional.empty();
      while (reader.position(partition) < end) {
        List<ConsumerRecord<String, byte[]>> read = reader.poll(POLL).records(partition);
        read.forEach(listener);
        if (!read.isEmpty()) {
          last = Optional.of(read.get(read.size() - 1));
        }
        long position = reader.position(partition);
        if (position != before) {
          before = position;
          progress = System.nanoTime();
        } else if (System.nanoTime() - progress > STUCK.toNanos()) {
          throw new KafkaException(partition + " cannot be read beyond " + position + " of " + end);
        }
      }
      return last;
    }
  }
}
