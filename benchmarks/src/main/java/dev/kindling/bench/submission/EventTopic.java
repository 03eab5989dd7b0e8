package dev.kindling.bench.submission;

import dev.kindling.bench.kafka.BareKafka;
import dev.kindling.model.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A topic of one partition with CloudEvents of some 300 bytes. */
final class EventTopic implements AutoCloseable {
  static final String SOURCE = "/bench";
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final String FILLING = "x".repeat(150);

  private final String name;
  private final Producer<String, byte[]> producer;

  /** Makes the topic, which must not exist. */
  EventTopic(String bootstrap, String name) {
    this.name = name;
    BareKafka.create(bootstrap, name);
    this.producer = BareKafka.producer(bootstrap);
    producer.partitionsFor(name); // what a first send would wait for
  }

  String name() {
    return name;
  }

  /** Writes an event; its arrival is what counts, so its acknowledgement is not waited for. */
  void send(String id, String type) {
    byte[] event =
        Json.bytes(
            Map.of(
                "specversion",
                "1.0",
                "id",
                id,
                "source",
                SOURCE,
                "type",
                type,
                "data",
                Map.of("text", FILLING)));
    ProducerRecord<String, byte[]> record = new ProducerRecord<>(name, 0, id, event);
    record
        .headers()
        .add("content-type", "application/cloudevents+json".getBytes(StandardCharsets.US_ASCII));
    producer.send(record);
  }

  /** Returns when all that was written is acknowledged. */
  void flush() {
    producer.flush();
  }

  @Override
  public void close() {
    producer.close(DEADLINE);
  }
}
