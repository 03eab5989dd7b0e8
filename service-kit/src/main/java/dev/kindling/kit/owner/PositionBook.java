package dev.kindling.kit.owner;

import dev.kindling.kit.kafka.PartitionReader;
import dev.kindling.kit.service.CommonConfig;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a partition of another cluster has been consumed, as a table of our own has it. Used on
 * the owner loop's thread.
 */
final class PositionBook {
  private final InputCluster cluster;
  private final TopicPartition partition;

  PositionBook(InputCluster cluster, TopicPartition partition) {
    this.cluster = cluster;
    this.partition = partition;
  }

  /**
   * The position; empty if there is none. Blocking. Whoever wrote it before must have been fenced
   * off, else it may change while it is read.
   */
  OptionalLong read(CommonConfig config) {
    AtomicReference<OptionalLong> found = new AtomicReference<>(OptionalLong.empty());
    String key = cluster.key(partition);
    PartitionReader.readToEnd(
        config,
        cluster.place(partition),
        stored -> {
          if (key.equals(stored.key())) {
            found.set(
                stored.value() == null
                    ? OptionalLong.empty()
                    : OptionalLong.of(
                        Long.parseLong(new String(stored.value(), StandardCharsets.UTF_8))));
          }
        });
    return found.get();
  }

  /** The record that says where to go on. */
  ProducerRecord<String, byte[]> at(long next) {
    return new ProducerRecord<>(
        cluster.positions(),
        cluster.place(partition).partition(),
        cluster.key(partition),
        Long.toString(next).getBytes(StandardCharsets.UTF_8));
  }
}
