package dev.kindling.kit.owner;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;

/**
 * What an owner loop owns.
 *
 * @param name the service's name for it; transactional ids begin with it, and the group's name
 *     where the input is on the platform's own cluster
 * @param topics the input topics whose partitions are shared out
 * @param stateTopic the table that a partition's state is restored from, with as many partitions as
 *     the input; empty where there is none
 * @param inputIsTable whether the input is itself a table that is read from its beginning by each
 *     new owner; else consumed offsets are committed with the outputs
 * @param elsewhere the cluster that the input is on; empty for the platform's own
 * @param since from when on the records of a journal's partition count that the group has never
 *     read: it starts with the first record of that time or later, and this position is committed
 *     before anything is read; empty for its beginning. Asked on the loop's thread.
 */
public record OwnerConfig(
    String name,
    Set<String> topics,
    Optional<String> stateTopic,
    boolean inputIsTable,
    Optional<InputCluster> elsewhere,
    Function<TopicPartition, Optional<Instant>> since) {

  /** An input that is read from its beginning when the group has never read it. */
  public OwnerConfig(
      String name, Set<String> topics, Optional<String> stateTopic, boolean inputIsTable) {
    this(name, topics, stateTopic, inputIsTable, Optional.empty(), partition -> Optional.empty());
  }
}
