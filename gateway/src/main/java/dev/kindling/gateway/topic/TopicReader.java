package dev.kindling.gateway.topic;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads some records of a topic, and not the whole of it. */
public interface TopicReader {
  /**
   * Reads them, the latest first. Blocking, within bounds.
   *
   * @param cluster that it is on; null for the platform's own
   * @param most how many at most
   * @return fewer where the topic has no more; none where there is no such topic
   * @throws RuntimeException a problem of 503 if Kafka does not answer, of 409 if the cluster is
   *     not known
   */
  List<ConsumerRecord<String, byte[]>> last(String cluster, String topic, int most);

  /**
   * The names of all topics of a cluster. Blocking, within bounds.
   *
   * @throws RuntimeException a problem of 503 if Kafka does not answer, of 409 if the cluster is
   *     not known
   */
  Set<String> topics(String cluster);

  /**
   * Reads the partition of a topic of the platform's own cluster in which a key is, from a time to
   * its present end. Blocking, within bounds.
   *
   * @param since records that are older are not read
   * @param wantsMore is given each record, and says whether it wants the next
   * @throws RuntimeException a problem of 503 if Kafka does not answer
   */
  void scan(
      String topic, String key, Instant since, Predicate<ConsumerRecord<String, byte[]>> wantsMore);

  /**
   * Reads one. Blocking, within bounds.
   *
   * @param cluster that it is on; null for the platform's own
   * @return empty if it is not there any more
   * @throws RuntimeException a problem of 503 if Kafka does not answer, of 409 if the cluster is
   *     not known
   */
  Optional<ConsumerRecord<String, byte[]>> at(
      String cluster, String topic, int partition, long offset);
}
