package dev.kindling.kit.owner;

import dev.kindling.kit.kafka.KeyPartition;
import java.util.function.IntSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * A table on our own cluster with the positions in partitions that leave no other state behind, a
 * record each: in the transaction with what was decided, at a fraction of what a group's offset
 * costs there, and for partitions of other clusters, too.
 *
 * @param cluster that the partitions are on, by its name; empty for our own
 * @param topic the table
 * @param partitions how many it has; asked once the owner begins
 */
public record PositionTable(String cluster, String topic, IntSupplier partitions) {

  /** What the position in a partition stands under. */
  String key(TopicPartition partition) {
    return cluster + "/" + partition;
  }

  /** Where that stands. */
  TopicPartition place(TopicPartition partition) {
    return new TopicPartition(topic, KeyPartition.of(key(partition), partitions.getAsInt()));
  }
}
