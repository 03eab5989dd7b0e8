package dev.kindling.gateway.topic;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads some records of a topic, and not the whole of it. */
public interface TopicReader {
  /**
   * Reads them, the latest first. Blocking, within bounds.
   *
   * @param most how many at most
   * @return fewer where the topic has no more; none where there is no such topic
   * @throws RuntimeException a problem of 503 if Kafka does not answer
   */
  List<ConsumerRecord<String, byte[]>> last(String topic, int most);

  /**
   * The names of all topics. Blocking, within bounds.
   *
   * @throws RuntimeException a problem of 503 if Kafka does not answer
   */
  Set<String> topics();

  /**
   * Reads one. Blocking, within bounds.
   *
   * @return empty if it is not there any more
   * @throws RuntimeException a problem of 503 if Kafka does not answer
   */
  Optional<ConsumerRecord<String, byte[]>> at(String topic, int partition, long offset);
}
