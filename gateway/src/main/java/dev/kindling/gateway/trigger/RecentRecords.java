package dev.kindling.gateway.trigger;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The last records of a topic. */
public interface RecentRecords {
  /**
   * Reads them, the latest first. Blocking, within bounds.
   *
   * @param most how many at most
   * @return fewer where the topic has no more; none where there is no such topic
   * @throws RuntimeException a problem of 503 if Kafka does not answer
   */
  List<ConsumerRecord<String, byte[]>> last(String topic, int most);
}
