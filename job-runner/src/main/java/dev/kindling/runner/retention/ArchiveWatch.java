package dev.kindling.runner.retention;

import dev.kindling.kit.kafka.KafkaProperties;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.service.CommonConfig;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Kafka once per period how far the archive has come, and tells a listener. The archive
 * commits an offset of {@code kindling.runs} only once Elasticsearch has acknowledged what is below
 * it, so its committed offsets are all that there is to know. The listener is called on a worker
 * thread.
 */
public final class ArchiveWatch extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(ArchiveWatch.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final CommonConfig config;
  private final Duration period;
  private final Consumer<Map<Integer, Long>> listener;
  private Admin admin;
  private boolean stopped;

  /**
   * @param listener gets the archived offset of each partition that has one
   */
  public ArchiveWatch(CommonConfig config, Duration period, Consumer<Map<Integer, Long>> listener) {
    this.config = config;
    this.period = period;
    this.listener = listener;
  }

  @Override
  public Future<?> start() {
    admin = Admin.create(KafkaProperties.admin(config));
    rearm();
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    stopped = true;
    return vertx.executeBlocking(
        () -> {
          admin.close(Duration.ofSeconds(2));
          return null;
        },
        false);
  }

  private void rearm() {
    if (!stopped) {
      vertx.setTimer(period.toMillis(), id -> look());
    }
  }

  private void look() {
    vertx
        .executeBlocking(
            () -> {
              listener.accept(archived());
              return null;
            },
            false)
        .onFailure(failure -> LOG.debug("how far the archive is cannot be told now", failure))
        .onComplete(done -> rearm());
  }

  private Map<Integer, Long> archived()
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin
            .listConsumerGroupOffsets(KindlingTopics.RUN_ARCHIVE_GROUP)
            .partitionsToOffsetAndMetadata()
            .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    return committed.entrySet().stream()
        .filter(one -> one.getKey().topic().equals(KindlingTopics.RUNS.name()))
        .filter(one -> one.getValue() != null)
        .collect(Collectors.toMap(one -> one.getKey().partition(), one -> one.getValue().offset()));
  }
}
