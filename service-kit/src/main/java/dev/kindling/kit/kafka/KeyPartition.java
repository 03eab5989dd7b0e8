package dev.kindling.kit.kafka;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * Where a record with a key stands. The rule is that of Kafka's own producer ({@code
 * BuiltInPartitioner.partitionForKey}), so what is put by it is found by it.
 */
public final class KeyPartition {
  private KeyPartition() {}

  /** The partition of a key in a topic with so many. */
  public static int of(String key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
  }
}
