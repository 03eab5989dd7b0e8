package dev.kindling.gateway.definition;

import dev.kindling.gateway.problem.Problems;
import dev.kindling.kit.kafka.KafkaProperties;
import dev.kindling.kit.kafka.PartitionReader;
import dev.kindling.kit.kafka.Transactions;
import dev.kindling.kit.service.CommonConfig;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * The log on Kafka: the claim is {@code initTransactions} with an id that all gateways share. The
 * producer stays open between writes, so that only a change of writer costs a claim.
 */
final class KafkaDefinitionLog implements DefinitionLog {
  static final String TRANSACTIONAL_ID = "kindling-definitions";

  /** Short, so that a client that waits hears of a broker that is away. */
  private static final int BLOCK_MS = 5_000;

  /** Few, for the same reason. */
  private static final int COMMIT_TRIES = 2;

  private final CommonConfig config;
  private final Map<String, Integer> partitions;
  private Producer<String, byte[]> producer;

  /**
   * @param partitions the number of partitions by topic
   */
  KafkaDefinitionLog(CommonConfig config, Map<String, Integer> partitions) {
    this.config = config;
    this.partitions = Map.copyOf(partitions);
  }

  @Override
  public boolean claim() {
    if (producer != null) {
      return false;
    }
    Map<String, Object> properties = KafkaProperties.transactional(config, TRANSACTIONAL_ID);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MS);
    try {
      producer = new KafkaProducer<>(properties);
      producer.initTransactions();
      return true;
    } catch (KafkaException e) {
      throw givingUp("Kafka did not grant the right to write definitions", e, false);
    }
  }

  @Override
  public List<Position> ends(String topic) {
    Collection<TopicPartition> all =
        IntStream.range(0, partitions.get(topic))
            .mapToObj(partition -> new TopicPartition(topic, partition))
            .toList();
    try {
      return PartitionReader.ends(config, all).entrySet().stream()
          .map(end -> new Position(end.getKey().partition(), end.getValue() - 1))
          .toList();
    } catch (KafkaException e) {
      throw new StartOver("Kafka did not say where " + topic + " ends", e, false);
    }
  }

  @Override
  public Position write(String topic, String key, byte[] value) {
    RecordMetadata written = send(new ProducerRecord<>(topic, key, value));
    try {
      Transactions.commit(producer, TRANSACTIONAL_ID, COMMIT_TRIES);
    } catch (KafkaException | IllegalStateException e) {
      throw givingUp("the commit was not answered with a yes", e, true);
    }
    return new Position(written.partition(), written.offset());
  }

  private RecordMetadata send(ProducerRecord<String, byte[]> outgoing) {
    try {
      producer.beginTransaction();
      Future<RecordMetadata> sent = producer.send(outgoing);
      producer.flush();
      return sent.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RecordTooLargeException) {
        giveUp();
        throw Problems.tooLarge("The definition is larger than a Kafka record may be.");
      }
      throw givingUp("Kafka did not take the definition", e.getCause(), false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw givingUp("the gateway is stopping", e, false);
    } catch (KafkaException | IllegalStateException e) {
      throw givingUp("the right to write definitions is lost", e, false);
    }
  }

  private StartOver givingUp(String message, Throwable cause, boolean mayBeWritten) {
    giveUp();
    return new StartOver(message + ": " + cause.getMessage(), cause, mayBeWritten);
  }

  /** No abort: a fenced producer must not, and the next claim ends what this one left open. */
  private void giveUp() {
    if (producer != null) {
      producer.close(Duration.ZERO);
      producer = null;
    }
  }

  @Override
  public void close() {
    giveUp();
  }
}
