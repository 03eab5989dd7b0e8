package dev.kindling.kit.owner;

import dev.kindling.kit.kafka.KafkaProperties;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.kafka.PartitionReader;
import dev.kindling.kit.service.CommonConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that one writer at most can write for a partition. Which one stands in a table under
 * the partition's own transactional id ("claim"), and is written there under that id.
 *
 * <p>To take a partition over: open its claim, which fences whoever is about to do the same; read
 * the table to its end; fence off the writer that stands there, which ends its open transaction;
 * write the own one there, under the claim. Had somebody opened the claim meanwhile, that write
 * would fail; had it not failed, they would read it, and fence us off. Whoever gives a partition
 * back takes its writer out of the table, and is not fenced off by the next owner: it writes on for
 * its other partitions.
 *
 * <p>Used on the loop's thread only; blocks. ADR 0013 has the reasons.
 */
final class Fence {
  private static final Logger LOG = LoggerFactory.getLogger(Fence.class);

  /** All stand in one partition: whoever takes over reads one. */
  private static final TopicPartition TABLE = new TopicPartition(KindlingTopics.WRITERS.name(), 0);

  private final CommonConfig config;
  private final String owner;

  /**
   * @param owner the name of the loop; no two loops of one platform may share partitions but by it
   */
  Fence(CommonConfig config, String owner) {
    this.config = config;
    this.owner = owner;
  }

  /**
   * Once it returns nobody but the writer can write for these partitions; blocks.
   *
   * @throws org.apache.kafka.common.KafkaException if somebody else takes one over, or Kafka does
   *     not answer
   */
  void raise(Collection<TopicPartition> partitions, Writer writer) {
    Map<String, Producer<String, byte[]>> claims = new LinkedHashMap<>();
    try {
      // All of them first: an open claim of one may hold up the reading of the table.
      for (TopicPartition partition : partitions) {
        String claim = claim(partition);
        claims.put(claim, open(claim));
        claims.get(claim).initTransactions();
      }
      for (String before : writers(claims.keySet())) {
        if (!before.equals(writer.id())) {
          fenceOff(before);
        }
      }
      claims.forEach(
          (claim, producer) -> {
            producer.beginTransaction();
            producer.send(record(claim, writer.id().getBytes(StandardCharsets.UTF_8)));
            producer.commitTransaction();
          });
    } finally {
      claims.values().forEach(producer -> producer.close(Duration.ZERO));
    }
  }

  private Producer<String, byte[]> open(String id) {
    return new KafkaProducer<>(KafkaProperties.transactional(config, id));
  }

  private Set<String> writers(Set<String> claims) {
    Map<String, String> found = new HashMap<>();
    PartitionReader.readToEnd(
        config,
        TABLE,
        stored -> {
          if (!claims.contains(stored.key())) {
            return;
          }
          if (stored.value() == null) {
            found.remove(stored.key());
          } else {
            found.put(stored.key(), new String(stored.value(), StandardCharsets.UTF_8));
          }
        });
    return new TreeSet<>(found.values());
  }

  private void fenceOff(String before) {
    LOG.info("{} is fenced off: it wrote last for partitions that are ours now", before);
    Producer<String, byte[]> producer = open(before);
    try {
      producer.initTransactions();
    } finally {
      producer.close(Duration.ZERO);
    }
  }

  /** The records that take the writer of partitions out of the table, for it to commit. */
  List<ProducerRecord<String, byte[]>> lower(Collection<TopicPartition> partitions) {
    return partitions.stream().map(partition -> record(claim(partition), null)).toList();
  }

  private static ProducerRecord<String, byte[]> record(String claim, byte[] value) {
    return new ProducerRecord<>(TABLE.topic(), TABLE.partition(), claim, value);
  }

  private String claim(TopicPartition partition) {
    // A topic has no slash in its name, so that two owners never mean the same.
    return owner + "/" + partition;
  }
}
