package dev.kindling.gateway.topic;

import dev.kindling.gateway.cluster.ClusterAccesses;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.kit.kafka.KafkaProperties;
import dev.kindling.kit.kafka.KeyPartition;
import dev.kindling.kit.service.CommonConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** Reads topics by a consumer that lives for one question and joins no group. */
public final class KafkaTopicReader implements TopicReader {
  private static final Duration BOUND = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(100);

  private static final Comparator<ConsumerRecord<String, byte[]>> OLDEST_FIRST =
      Comparator.comparingLong((ConsumerRecord<String, byte[]> one) -> one.timestamp())
          .thenComparingLong(ConsumerRecord::offset);

  private final CommonConfig config;
  private final ClusterAccesses clusters;

  public KafkaTopicReader(CommonConfig config, ClusterAccesses clusters) {
    this.config = config;
    this.clusters = clusters;
  }

  private KafkaConsumer<String, byte[]> consumer(String cluster) {
    return new KafkaConsumer<>(clusters.find(cluster).over(KafkaProperties.reader(config)));
  }

  @Override
  public List<ConsumerRecord<String, byte[]>> last(String cluster, String topic, int most) {
    try (KafkaConsumer<String, byte[]> consumer = consumer(cluster)) {
      List<PartitionInfo> described = consumer.partitionsFor(topic, BOUND);
      if (described == null || described.isEmpty()) {
        return List.of();
      }
      List<TopicPartition> partitions =
          described.stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      List<ConsumerRecord<String, byte[]>> found =
          new ArrayList<>(read(consumer, partitions, most));
      found.sort(OLDEST_FIRST.reversed());
      return List.copyOf(found);
    } catch (KafkaException e) {
      throw Problems.unavailable("Kafka does not answer, so there are no events to try.", e);
    }
  }

  @Override
  public Set<String> topics(String cluster) {
    try (KafkaConsumer<String, byte[]> consumer = consumer(cluster)) {
      return consumer.listTopics(BOUND).keySet();
    } catch (KafkaException e) {
      throw Problems.unavailable("Kafka does not answer, so its topics are not known.", e);
    }
  }

  @Override
  public Optional<ConsumerRecord<String, byte[]>> at(
      String cluster, String topic, int partition, long offset) {
    TopicPartition place = new TopicPartition(topic, partition);
    try (KafkaConsumer<String, byte[]> consumer = consumer(cluster)) {
      boolean there =
          consumer.beginningOffsets(List.of(place), BOUND).get(place) <= offset
              && offset < consumer.endOffsets(List.of(place), BOUND).get(place);
      if (!there) {
        return Optional.empty();
      }
      consumer.assign(List.of(place));
      consumer.seek(place, offset);
      long deadline = System.nanoTime() + BOUND.toNanos();
      while (System.nanoTime() < deadline && consumer.position(place) <= offset) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL).records(place)) {
          return record.offset() == offset ? Optional.of(record) : Optional.empty();
        }
      }
      return Optional.empty();
    } catch (KafkaException e) {
      throw Problems.unavailable("Kafka does not answer, so the event cannot be read.", e);
    }
  }

  @Override
  public void scan(
      String topic,
      String key,
      Instant since,
      Predicate<ConsumerRecord<String, byte[]>> wantsMore) {
    try (KafkaConsumer<String, byte[]> consumer = consumer(null)) {
      List<PartitionInfo> described = consumer.partitionsFor(topic, BOUND);
      if (described == null || described.isEmpty()) {
        return;
      }
      TopicPartition place = new TopicPartition(topic, KeyPartition.of(key, described.size()));
      OffsetAndTimestamp begin =
          consumer.offsetsForTimes(Map.of(place, since.toEpochMilli()), BOUND).get(place);
      if (begin != null) {
        scan(consumer, place, begin.offset(), wantsMore);
      }
    } catch (KafkaException e) {
      throw Problems.unavailable("Kafka does not answer, so the records cannot be read.", e);
    }
  }

  private static void scan(
      KafkaConsumer<String, byte[]> consumer,
      TopicPartition place,
      long begin,
      Predicate<ConsumerRecord<String, byte[]>> wantsMore) {
    long end = consumer.endOffsets(List.of(place), BOUND).get(place);
    consumer.assign(List.of(place));
    consumer.seek(place, begin);
    long deadline = System.nanoTime() + BOUND.toNanos();
    while (consumer.position(place) < end) {
      if (System.nanoTime() > deadline) {
        throw Problems.unavailable("Kafka is too slow: not all records could be read.", null);
      }
      for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL).records(place)) {
        if (!wantsMore.test(record)) {
          return;
        }
      }
    }
  }

  /** No more than are asked for are kept: records may be large, and partitions many. */
  private static Collection<ConsumerRecord<String, byte[]>> read(
      KafkaConsumer<String, byte[]> consumer, List<TopicPartition> partitions, int most) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, BOUND);
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions, BOUND);
    consumer.assign(partitions);
    ends.forEach(
        (partition, end) -> consumer.seek(partition, Math.max(begins.get(partition), end - most)));
    PriorityQueue<ConsumerRecord<String, byte[]>> found = new PriorityQueue<>(OLDEST_FIRST);
    long deadline = System.nanoTime() + BOUND.toNanos();
    while (System.nanoTime() < deadline
        && partitions.stream()
            .anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
        found.add(record);
        if (found.size() > most) {
          found.remove();
        }
      }
    }
    return found;
  }
}
