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
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that one writer at most can write for a partition. Which one stands in a table, and is
 * written there under a transactional id that belongs to the partition, its claim.
 *
 * <p>To take a partition over: open its claim, which fences whoever is about to do the same; read
 * the table to its end; send the own entry, which shows that the claim is still held; fence off the
 * writer that stood there, which ends its open transaction; commit the entry. Had somebody opened
 * the claim meanwhile, that would fail; had it not failed, they would read the entry, and fence us
 * off. Whoever gives a partition back takes its entry out of the table, and is not fenced off by
 * the next owner: it writes on for its other partitions.
 *
 * <p>Owners of an earlier build wrote under the claim itself: to open it fences them off.
 *
 * <p>Used on the loop's thread only; blocks. ADR 0013 has the reasons.
 */
final class Fence {
  private static final Logger LOG = LoggerFactory.getLogger(Fence.class);

  /** All stand in one partition, whatever their number: whoever takes over finds each. */
  private static final TopicPartition TABLE = new TopicPartition(KindlingTopics.WRITERS.name(), 0);

  /** For the abort of an entry that was not committed: it would hold up the table. */
  private static final Duration CLOSING = Duration.ofSeconds(1);

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
   * Once it returns nobody but the writer can write for these partitions.
   *
   * @throws KafkaException if somebody else takes one over, or Kafka does not answer
   */
  void raise(Collection<TopicPartition> partitions, Writer writer) {
    try (Takeover takeover = new Takeover(partitions)) {
      takeover.enter(writer);
      takeover.commit();
    }
  }

  /** The records that take the writer of partitions out of the table, for it to commit. */
  List<ProducerRecord<String, byte[]>> lower(Collection<TopicPartition> partitions) {
    return partitions.stream().map(partition -> entry(key(partition), null)).toList();
  }

  /** Nobody writes under this id any more; what it left open is ended. */
  void off(String writer) {
    LOG.info("{} is fenced off", writer);
    try (Claim claim = new Claim(writer)) {
      claim.open();
    }
  }

  private static ProducerRecord<String, byte[]> entry(String key, byte[] writer) {
    return new ProducerRecord<>(TABLE.topic(), TABLE.partition(), key, writer);
  }

  /** A topic has no slash in its name, so that two owners never mean the same. */
  private String key(TopicPartition partition) {
    return owner + "/" + partition;
  }

  /** The steps of {@link #raise}. */
  final class Takeover implements AutoCloseable {
    private final Map<String, Claim> claims = new LinkedHashMap<>();

    /** Opens all claims first: an open one may hold up the reading of the table. */
    Takeover(Collection<TopicPartition> partitions) {
      try {
        for (TopicPartition partition : partitions) {
          Claim claim = new Claim(owner + "-" + partition);
          claims.put(key(partition), claim);
          claim.open();
        }
      } catch (RuntimeException e) {
        close();
        throw e;
      }
    }

    /** Reads who writes, sends that it is another one now, and fences the one before off. */
    void enter(Writer writer) {
      Set<String> before = writers();
      claims.forEach(
          (key, claim) -> claim.send(entry(key, writer.id().getBytes(StandardCharsets.UTF_8))));
      before.remove(writer.id());
      before.forEach(Fence.this::off);
    }

    private Set<String> writers() {
      Map<String, String> found = new HashMap<>();
      PartitionReader.readToEnd(
          config,
          TABLE,
          stored -> {
            if (!claims.containsKey(stored.key())) {
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

    void commit() {
      claims.values().forEach(Claim::commit);
    }

    @Override
    public void close() {
      claims.values().forEach(Claim::close);
    }
  }

  /** A transactional id for as long as it takes. */
  private final class Claim implements AutoCloseable {
    private final Producer<String, byte[]> producer;

    Claim(String id) {
      producer = new KafkaProducer<>(KafkaProperties.transactional(config, id));
    }

    void open() {
      producer.initTransactions();
    }

    void send(ProducerRecord<String, byte[]> entry) {
      producer.beginTransaction();
      Writer.offsetOf(producer.send(entry));
    }

    void commit() {
      producer.commitTransaction();
    }

    @Override
    public void close() {
      Writer.quietly(() -> producer.close(CLOSING));
    }
  }
}
