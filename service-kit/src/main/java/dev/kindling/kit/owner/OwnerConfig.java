package dev.kindling.kit.owner;

import dev.kindling.kit.kafka.ClusterAccess;
import java.time.Duration;
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
 * @param positions where it stands how far a journal has been consumed that leaves nothing in a
 *     state's table; must be there for one that is elsewhere. Without both the group's offset is
 *     committed
 * @param since from when on the records of a journal's partition count that the group has never
 *     read: it starts with the first record of that time or later, and this position is committed
 *     before anything is read; empty for its beginning. Asked on the loop's thread.
 * @param tick how often a partition has its turn where nothing happens; each wakes the loop up
 */
public record OwnerConfig(
    String name,
    Set<String> topics,
    Optional<String> stateTopic,
    boolean inputIsTable,
    Optional<InputCluster> elsewhere,
    Optional<PositionTable> positions,
    Function<TopicPartition, Optional<Instant>> since,
    Duration tick) {
  public OwnerConfig {
    if (elsewhere.isPresent() && positions.isEmpty()) {
      throw new IllegalArgumentException(
          "No transaction spans two clusters: " + name + " needs a table of positions.");
    }
  }

  /** How the cluster is reached that the input is on. */
  public ClusterAccess access() {
    return elsewhere.map(InputCluster::access).orElse(ClusterAccess.HOME);
  }

  /** Where deadlines are looked at by the turn. */
  public static final Duration OFTEN = Duration.ofMillis(100);

  /** Where what counts wakes it up, or half a second is no matter. */
  public static final Duration SELDOM = Duration.ofMillis(500);

  /** An input that is read from its beginning when the group has never read it. */
  public OwnerConfig(
      String name, Set<String> topics, Optional<String> stateTopic, boolean inputIsTable) {
    this(name, topics, stateTopic, inputIsTable, OFTEN);
  }

  /** The same with turns of its own more seldom. */
  public OwnerConfig(
      String name,
      Set<String> topics,
      Optional<String> stateTopic,
      boolean inputIsTable,
      Duration tick) {
    this(
        name,
        topics,
        stateTopic,
        inputIsTable,
        Optional.empty(),
        Optional.empty(),
        partition -> Optional.empty(),
        tick);
  }
}
