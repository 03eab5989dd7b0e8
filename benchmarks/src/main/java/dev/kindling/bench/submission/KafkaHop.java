package dev.kindling.bench.submission;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.bench.kafka.BareKafka;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The least that a record can cost on its way through Kafka: one producer with {@code acks=all},
 * one partition, one consumer without a group. Whatever arrives is handed on, on the consumer's
 * thread.
 */
final class KafkaHop implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final String topic;
  private final Producer<String, byte[]> producer;
  private final Consumer<String, byte[]> consumer;
  private final BiConsumer<String, byte[]> receiver;
  private final Thread thread;
  private volatile RuntimeException failure;

  /**
   * @param bootstrap of the broker
   * @param topic made here; must not exist
   * @param receiver gets key and value of each record; if it throws, the hop fails
   */
  KafkaHop(String bootstrap, String topic, BiConsumer<String, byte[]> receiver) {
    this.topic = topic;
    this.receiver = receiver;
    BareKafka.create(bootstrap, topic);
    producer = BareKafka.producer(bootstrap);
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                StringDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class));
    TopicPartition only = new TopicPartition(topic, 0);
    consumer.assign(List.of(only));
    consumer.seekToBeginning(List.of(only));
    consumer.position(only, DEADLINE);
    thread = new Thread(this::receive, "hop " + topic);
    thread.setDaemon(true);
    thread.start();
  }

  /** Sends a record; does not wait for its acknowledgement, as its arrival is what counts. */
  void send(String key, byte[] value) {
    RuntimeException broken = failure;
    if (broken != null) {
      throw new BenchException("The hop is broken: " + broken.getMessage(), broken);
    }
    producer.send(new ProducerRecord<>(topic, 0, key, value));
  }

  private void receive() {
    try (consumer) {
      while (true) {
        for (ConsumerRecord<String, byte[]> one : consumer.poll(Duration.ofSeconds(1))) {
          receiver.accept(one.key(), one.value());
        }
      }
    } catch (WakeupException closed) {
      // close() wants us to end.
    } catch (RuntimeException broken) {
      failure = broken;
    }
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      thread.join(DEADLINE.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    producer.close(DEADLINE);
  }
}
