package dev.kindling.kit.owner;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One turn of a partition, on its way from a decision to its effects. Used on the owner loop's
 * thread only.
 *
 * @param outbox what was decided
 * @param position the record that says how far the partition has been consumed, where that stands
 *     in a table
 * @param offset the same for the group, where it stands there
 * @param group as whose member that is said
 */
record Turn(
    TopicPartition partition,
    Outbox outbox,
    Optional<ProducerRecord<String, byte[]>> position,
    Optional<OffsetAndMetadata> offset,
    ConsumerGroupMetadata group) {
  private static final Logger LOG = LoggerFactory.getLogger(Turn.class);

  /** Whether it wants nothing at all. */
  boolean isEmpty() {
    return !mustCommit() && outbox.effects().isEmpty();
  }

  /** Whether there is something to commit before the effects may happen. */
  boolean mustCommit() {
    return outbox.mustCommit() || position.isPresent() || offset.isPresent();
  }

  /** When it may be committed; {@link Instant#MIN} for at once. */
  Instant notBefore() {
    return outbox.notBefore().orElse(Instant.MIN);
  }

  /** What it writes, the outbox first. */
  List<ProducerRecord<String, byte[]>> records() {
    return Stream.concat(outbox.records().stream(), position.stream()).toList();
  }

  /** What it says to the group. */
  Map<TopicPartition, OffsetAndMetadata> offsets() {
    return offset.map(next -> Map.of(partition, next)).orElse(Map.of());
  }

  /**
   * What it wrote is durable.
   *
   * @param sent the answers to its {@link #records}, all of which are there
   */
  void committed(List<Future<RecordMetadata>> sent) {
    for (int i = 0; i < outbox.records().size(); i++) {
      outbox.written(outbox.records().get(i), Writer.offsetOf(sent.get(i)));
    }
  }

  /**
   * Runs the effects. What is committed stays committed: an effect that fails must not keep the
   * others from it.
   */
  void perform() {
    for (Runnable effect : outbox.effects()) {
      try {
        effect.run();
      } catch (RuntimeException e) {
        LOG.error("{}: an effect of a committed turn failed", partition, e);
      }
    }
  }
}
