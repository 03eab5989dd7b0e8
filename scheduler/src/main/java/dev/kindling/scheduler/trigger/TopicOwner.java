package dev.kindling.scheduler.trigger;

import dev.kindling.kit.health.CheckResult;
import dev.kindling.kit.kafka.KafkaProperties;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.owner.InputCluster;
import dev.kindling.kit.owner.OwnedPartition;
import dev.kindling.kit.owner.OwnerConfig;
import dev.kindling.kit.owner.OwnerLoop;
import dev.kindling.kit.owner.PositionTable;
import dev.kindling.kit.service.CommonConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * Owns the partitions of the topics of one cluster that triggers want. The topics follow the
 * triggers: the loop subscribes to one when its first trigger appears, and leaves it with the last.
 *
 * <p>A topic that has been read before goes on where it was left; one that has not starts with the
 * first event after its oldest trigger was written, wherever the scheduler was at that time.
 *
 * <p>Started once, closed once; both may block. The others may be called from any thread.
 */
final class TopicOwner implements AutoCloseable {
  private final OwnerLoop<Void> loop;
  private final TopicWatch topics;

  /**
   * What an owner of topics needs, whichever cluster they are on.
   *
   * @param positions how many partitions the table of positions has; known once the topics are
   */
  record Tools(
      Vertx vertx,
      CommonConfig config,
      TriggerBook book,
      PartitionMaker partitions,
      IntSupplier positions,
      InstantSource clock,
      MeterRegistry meters) {}

  /** Makes the logic of a partition. */
  interface PartitionMaker {
    /**
     * @param cluster that it is on; {@link TriggerBook#HOME} for the platform's own
     */
    OwnedPartition<Void> of(String cluster);
  }

  /**
   * @param cluster by its name; {@link TriggerBook#HOME} for the platform's own
   * @param elsewhere how it is reached; empty for the platform's own
   */
  TopicOwner(Tools tools, String cluster, Optional<InputCluster> elsewhere) {
    PositionTable positions =
        new PositionTable(cluster, KindlingTopics.TRIGGER_POSITIONS.name(), tools.positions());
    OwnerConfig what =
        new OwnerConfig(
            elsewhere.isPresent() ? "triggers@" + cluster : "triggers",
            Set.of(),
            Optional.empty(),
            false,
            elsewhere,
            Optional.of(positions),
            partition -> tools.book().since(cluster, partition.topic()),
            OwnerConfig.SELDOM);
    this.loop =
        new OwnerLoop<>(
            tools.config(),
            what,
            owned -> tools.partitions().of(cluster),
            tools.clock(),
            tools.meters());
    this.topics =
        new TopicWatch(
            tools.vertx(),
            what.access().over(KafkaProperties.admin(tools.config())),
            elsewhere.isEmpty(),
            loop::subscribe);
  }

  /** Begins to look which topics there are; called before anything is wanted. */
  void watch() {
    topics.start();
  }

  /** Begins to read. */
  void start() {
    loop.start();
  }

  /** Sets the topics that are wanted. */
  void want(TopicWish wish) {
    topics.want(wish);
  }

  /** How many topics are named and do not exist. */
  int missing() {
    return topics.missing().size();
  }

  /** Whether events are read. */
  CheckResult health() {
    return topics.trouble().map(CheckResult::down).orElseGet(loop::health);
  }

  /** Whether the thread does its work. */
  CheckResult liveness() {
    return loop.liveness();
  }

  @Override
  public void close() throws InterruptedException {
    loop.close();
    topics.close();
  }
}
