package dev.kindling.kit.owner;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** Writes how far a partition has been consumed, for a table of positions. Thread-safe. */
final class PositionBook {
  /** On each record: the id of the topic, since another one may come to bear its name. */
  static final String TOPIC = "kindling-topic";

  private final TopicPartition place;
  private final String key;
  private final byte[] topic;

  /**
   * @param table where it is to stand
   * @param partition whose positions they are
   * @param topic the id of its topic
   */
  PositionBook(PositionTable table, TopicPartition partition, Uuid topic) {
    this.place = table.place(partition);
    this.key = table.key(partition);
    this.topic = topic.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The record that says where to go on. */
  ProducerRecord<String, byte[]> at(long next) {
    ProducerRecord<String, byte[]> told =
        new ProducerRecord<>(
            place.topic(),
            place.partition(),
            key,
            Long.toString(next).getBytes(StandardCharsets.UTF_8));
    told.headers().add(TOPIC, topic);
    return told;
  }
}
