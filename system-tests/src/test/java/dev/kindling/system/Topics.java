package dev.kindling.system;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Topics of somebody else on the broker under test, and events on them. */
final class Topics {
  private Topics() {}

  /** Creates some with two partitions each. */
  static void create(WholeSystem.Running system, String... topics)
      throws ExecutionException, InterruptedException {
    create(system.stack().kafka().bootstrap(), topics);
  }

  static void create(String bootstrap, String... topics)
      throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      admin
          .createTopics(
              Arrays.stream(topics).map(topic -> new NewTopic(topic, 2, (short) 1)).toList())
          .all()
          .get();
    }
  }

  /** Writes events, one after the other. */
  static void send(WholeSystem.Running system, String topic, String... values)
      throws ExecutionException, InterruptedException {
    send(system.stack().kafka().bootstrap(), topic, values);
  }

  static void send(String bootstrap, String topic, String... values)
      throws ExecutionException, InterruptedException {
    for (String value : values) {
      send(bootstrap, new ProducerRecord<>(topic, "k", value.getBytes(StandardCharsets.UTF_8)));
    }
  }

  /** Writes one record. */
  static void send(WholeSystem.Running system, ProducerRecord<String, byte[]> event)
      throws ExecutionException, InterruptedException {
    send(system.stack().kafka().bootstrap(), event);
  }

  private static void send(String bootstrap, ProducerRecord<String, byte[]> event)
      throws ExecutionException, InterruptedException {
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap),
            new StringSerializer(),
            new ByteArraySerializer())) {
      producer.send(event).get();
    }
  }
}
