package dev.kindling.runner.ledger;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/** In which of our partitions a live run is. Written on the owner's thread, read from any. */
public final class RunLocator {
  private final Map<String, TopicPartition> partitions = new ConcurrentHashMap<>();

  void put(String runId, TopicPartition partition) {
    partitions.put(runId, partition);
  }

  void remove(String runId) {
    partitions.remove(runId);
  }

  /** The partition of a run that has not ended; empty for any other. */
  public Optional<TopicPartition> partitionOf(String runId) {
    return Optional.ofNullable(partitions.get(runId));
  }
}
