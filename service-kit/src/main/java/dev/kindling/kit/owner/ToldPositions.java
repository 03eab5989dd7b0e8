package dev.kindling.kit.owner;

import dev.kindling.kit.kafka.KafkaProperties;
import dev.kindling.kit.kafka.PartitionReader;
import dev.kindling.kit.service.CommonConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.Header;

/**
 * What a table of positions tells of partitions that are being taken over, and of which topics they
 * are now. Read at once for all of them, after whoever wrote there before has been fenced off.
 */
final class ToldPositions {
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final PositionTable table;
  private final Map<String, Uuid> topics;
  private final Map<String, Told> told = new HashMap<>();

  /**
   * @param topic the id of the topic; null where a version before did not say
   */
  private record Told(long next, String topic) {}

  private ToldPositions(PositionTable table, Map<String, Uuid> topics) {
    this.table = table;
    this.topics = topics;
  }

  /**
   * Reads them; blocks.
   *
   * @throws KafkaException if a broker does not answer, or a topic is not there any more
   */
  static ToldPositions read(
      CommonConfig config,
      OwnerConfig what,
      PositionTable table,
      Collection<TopicPartition> partitions) {
    ToldPositions positions = new ToldPositions(table, topics(config, what, partitions));
    Set<String> keys = partitions.stream().map(table::key).collect(Collectors.toSet());
    for (TopicPartition place : partitions.stream().map(table::place).collect(Collectors.toSet())) {
      PartitionReader.readToEnd(
          config,
          place,
          stored -> {
            if (keys.contains(stored.key())) {
              positions.take(stored);
            }
          });
    }
    return positions;
  }

  private static Map<String, Uuid> topics(
      CommonConfig config, OwnerConfig what, Collection<TopicPartition> partitions) {
    Set<String> names = partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet());
    try (Admin admin = Admin.create(what.access().over(KafkaProperties.admin(config)))) {
      Map<String, Uuid> ids = new HashMap<>();
      for (TopicDescription one :
          admin
              .describeTopics(names)
              .allTopicNames()
              .get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
              .values()) {
        ids.put(one.name(), one.topicId());
      }
      return ids;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while asking for the ids of " + names, e);
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("could not learn the ids of " + names, e);
    }
  }

  private void take(ConsumerRecord<String, byte[]> stored) {
    if (stored.value() == null) {
      told.remove(stored.key());
      return;
    }
    Header topic = stored.headers().lastHeader(PositionBook.TOPIC);
    told.put(
        stored.key(),
        new Told(
            Long.parseLong(new String(stored.value(), StandardCharsets.UTF_8)),
            topic == null ? null : new String(topic.value(), StandardCharsets.UTF_8)));
  }

  /** Where to go on; empty if nobody has been there, or if the topic was another one then. */
  OptionalLong of(TopicPartition partition) {
    Told one = told.get(table.key(partition));
    return one == null || (one.topic() != null && !one.topic().equals(id(partition).toString()))
        ? OptionalLong.empty()
        : OptionalLong.of(one.next());
  }

  /** The book that goes on from here. */
  PositionBook book(TopicPartition partition) {
    return new PositionBook(table, partition, id(partition));
  }

  private Uuid id(TopicPartition partition) {
    return topics.get(partition.topic());
  }
}
