package dev.kindling.bench.submission;

import dev.kindling.bench.harness.BenchException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

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
    create(bootstrap, topic);
    producer = producer(bootstrap);
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

  /** A producer that waits for nobody. */
  static Producer<String, byte[]> producer(String bootstrap) {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrap,
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.LINGER_MS_CONFIG,
            0,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            StringSerializer.class,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            ByteArraySerializer.class));
  }

  /** Makes a topic of one partition. */
  static void create(String bootstrap, String topic) {
    try (Admin admin =
        Admin.create(
            Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap))) {
      admin
          .createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
          .all()
          .get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new BenchException("Interrupted while making the topic " + topic, interrupted);
    } catch (ExecutionException | TimeoutException failure) {
      throw new BenchException("Cannot make the topic " + topic, failure);
    }
  }
}
