package dev.kindling.kit.owner;

import dev.kindling.kit.kafka.ClusterAccess;
import dev.kindling.kit.kafka.KeyPartition;
import org.apache.kafka.common.TopicPartition;

/**
 * A cluster that an owner reads from and does not write to. No transaction spans two clusters, so
 * what is consumed there is committed to a table of our own, beside what was decided. The group
 * there shares out the partitions, and is told how far we are for whoever looks at its lag.
 *
 * @param name by which its positions are known
 * @param access how it is reached
 * @param group the consumer group there
 * @param positions the table of positions on our own cluster
 * @param partitions how many partitions that has
 */
public record InputCluster(
    String name, ClusterAccess access, String group, String positions, int partitions) {

  /** What the position in a partition of it stands under. */
  String key(TopicPartition partition) {
    return name + "/" + partition;
  }

  /** Where that stands. */
  TopicPartition place(TopicPartition partition) {
    return new TopicPartition(positions, KeyPartition.of(key(partition), partitions));
  }
}
