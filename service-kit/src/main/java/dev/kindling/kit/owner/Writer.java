package dev.kindling.kit.owner;

import dev.kindling.kit.kafka.KafkaProperties;
import dev.kindling.kit.kafka.Transactions;
import dev.kindling.kit.service.CommonConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one transactional producer of an owner loop: what a round decides for all of its partitions
 * is one transaction, or one for each instant that it was decided for. Its id is its own, and
 * {@link Fence} tells the next owner of each partition which that is.
 *
 * <p>Used on the loop's thread only; blocks. Whatever it throws, it is not to be used again: the
 * transaction may be open still, and whoever fences it off ends that.
 */
final class Writer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

  private static final int COMMIT_TRIES = 3;

  /** Records that were decided ahead of their time are sent so long before it, each a bit more. */
  private static final Duration SENDING = Duration.ofMillis(4);

  private static final Duration SENDING_EACH = Duration.ofNanos(20_000);

  /** However the clock jumps, no wait is longer. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final String id;
  private final Producer<String, byte[]> producer;
  private final InstantSource clock;

  private Writer(String id, Producer<String, byte[]> producer, InstantSource clock) {
    this.id = id;
    this.producer = producer;
    this.clock = clock;
  }

  /**
   * Opens one under an id that nobody else has.
   *
   * @param owner the name of the loop; the id begins with it
   * @throws KafkaException if the broker does not grant it
   */
  static Writer open(CommonConfig config, String owner, InstantSource clock) {
    String id = owner + "-writer-" + UUID.randomUUID();
    Producer<String, byte[]> producer =
        new KafkaProducer<>(KafkaProperties.transactional(config, id));
    try {
      producer.initTransactions();
      return new Writer(id, producer, clock);
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  /** Its transactional id. */
  String id() {
    return id;
  }

  /** Commits turns that may be committed at the same instant, in one transaction. */
  void commit(List<Turn> turns) {
    Instant instant = turns.get(0).notBefore();
    List<List<ProducerRecord<String, byte[]>>> records = turns.stream().map(Turn::records).toList();
    if (!instant.equals(Instant.MIN)) {
      int all = records.stream().mapToInt(List::size).sum();
      await(instant.minus(SENDING.plus(SENDING_EACH.multipliedBy(all))));
    }
    producer.beginTransaction();
    List<List<Future<RecordMetadata>>> sent = records.stream().map(this::send).toList();
    tellGroup(turns);
    if (!instant.equals(Instant.MIN)) {
      await(instant);
    }
    Transactions.commit(producer, id, COMMIT_TRIES);
    for (int i = 0; i < turns.size(); i++) {
      turns.get(i).committed(sent.get(i));
    }
  }

  /** Commits records that no turn has decided. */
  void commitRecords(List<ProducerRecord<String, byte[]>> records) {
    producer.beginTransaction();
    send(records);
    Transactions.commit(producer, id, COMMIT_TRIES);
  }

  private List<Future<RecordMetadata>> send(List<ProducerRecord<String, byte[]>> records) {
    List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
    for (ProducerRecord<String, byte[]> outgoing : records) {
      Future<RecordMetadata> one = producer.send(outgoing);
      if (one.isDone()) {
        // Has failed already? Then each of the others would be waited for in vain, and as long.
        offsetOf(one);
      }
      sent.add(one);
    }
    return sent;
  }

  /**
   * Where a record stands; blocks until it does.
   *
   * @throws KafkaException if it could not be sent
   */
  static long offsetOf(Future<RecordMetadata> sent) {
    try {
      return sent.get().offset();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptException(e);
    } catch (ExecutionException e) {
      throw new KafkaException("a record could not be sent", e.getCause());
    }
  }

  private void tellGroup(List<Turn> turns) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    turns.forEach(turn -> offsets.putAll(turn.offsets()));
    if (!offsets.isEmpty()) {
      producer.sendOffsetsToTransaction(offsets, turns.get(0).group());
    }
  }

  /**
   * Waits until an instant has come by the owner's clock, whatever that does meanwhile; only one
   * that is put back by more than {@link #LONGEST_WAIT} is not waited for to the end.
   */
  private void await(Instant at) {
    long end = System.nanoTime() + LONGEST_WAIT.toNanos();
    for (Duration left = Duration.between(clock.instant(), at);
        left.compareTo(Duration.ZERO) > 0 && System.nanoTime() < end;
        left = Duration.between(clock.instant(), at)) {
      LockSupport.parkNanos((left.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : left).toNanos());
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptException("interrupted before a commit");
      }
    }
  }

  /** After its last transaction. */
  @Override
  public void close() {
    quietly(() -> producer.close(CLOSING));
  }

  /** In whatever state it is; what it left open is ended by whoever fences it off. */
  void drop() {
    quietly(() -> producer.close(Duration.ZERO));
  }

  /** A producer that does not close in order is as good as closed. */
  static void quietly(Runnable closing) {
    try {
      closing.run();
    } catch (KafkaException e) {
      LOG.debug("a producer did not close in order", e);
    }
  }
}
