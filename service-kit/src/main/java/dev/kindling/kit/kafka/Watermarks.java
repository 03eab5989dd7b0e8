package dev.kindling.kit.kafka;

import dev.kindling.kit.service.CommonConfig;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Where partitions end right now: the high watermark, asked once through the admin client. A
 * consumer's own {@code endOffsets} under read_committed is the last <em>stable</em> offset, which
 * can stand below committed data while another transaction is open (the comment in Kafka Connect's
 * KafkaBasedLog), and new records must not move the goal while it is being reached.
 */
final class Watermarks {
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private Watermarks() {}

  /**
   * @throws KafkaException if the broker does not answer
   */
  static Map<TopicPartition, Long> of(CommonConfig config, Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
    try (Admin admin = Admin.create(KafkaProperties.admin(config))) {
      Map<TopicPartition, ListOffsetsResultInfo> found =
          admin
              .listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
              .all()
              .get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
      Map<TopicPartition, Long> ends = new HashMap<>();
      found.forEach((partition, info) -> ends.put(partition, info.offset()));
      return ends;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while asking for the ends of " + partitions, e);
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("could not learn the ends of " + partitions, e);
    }
  }
}
