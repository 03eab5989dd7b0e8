package dev.kindling.shipper.archive;

import dev.kindling.kit.health.CheckResult;
import dev.kindling.kit.kafka.KafkaProperties;
import dev.kindling.kit.kafka.Pulse;
import dev.kindling.kit.search.SearchAccess;
import dev.kindling.kit.service.CommonConfig;
import dev.kindling.shipper.archive.ArchiveStore.Refusal;
import dev.kindling.shipper.delivery.Backoff;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries every record of a topic into the archive, on a thread of its own; log-shippers share the
 * partitions out among them. An offset is committed only once everything below it is safe in
 * Elasticsearch: the job-runner lets go of ended runs by that.
 *
 * <p>While Elasticsearch or Kafka is away it tries again for ever, and {@link #health} says so. A
 * record that the index refuses for good is logged and counted, and its partition stays where it
 * is: what is not in the archive must not leave the table. A record that is none of the topic is
 * counted and passed over, since nobody else can read it either.
 */
public final class TopicArchive implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicArchive.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final long RETRY_MILLIS = 500;

  private final ArchivedTopic what;
  private final Supplier<Consumer<String, byte[]>> consumers;
  private final ArchiveStore store;
  private final Backoff backoff = new Backoff(RandomGenerator.getDefault());
  private final Thread thread;
  private final Counter archived;
  private final Counter refused;
  private volatile boolean stopping;
  private volatile Consumer<String, byte[]> consumer;
  private volatile String trouble = "has not begun";

  /**
   * @param consumers makes members of the topic's group; the archive closes them
   */
  TopicArchive(
      ArchivedTopic what,
      Supplier<Consumer<String, byte[]>> consumers,
      ArchiveStore store,
      MeterRegistry meters) {
    this.what = what;
    this.consumers = consumers;
    this.store = store;
    thread = new Thread(this::run, what.label() + "-archive");
    thread.setDaemon(true);
    archived =
        Counter.builder("kindling.archive." + what.label())
            .description("records that are safe in the archive")
            .register(meters);
    refused =
        Counter.builder("kindling.archive.refused")
            .description("records that the archive refuses for good")
            .tag("archive", what.label())
            .register(meters);
  }

  /** An archive in Elasticsearch; nothing is sent yet. */
  public static TopicArchive open(
      ArchivedTopic what,
      CommonConfig config,
      SearchAccess elasticsearch,
      Duration answerBound,
      MeterRegistry meters) {
    return new TopicArchive(
        what,
        () -> new KafkaConsumer<>(KafkaProperties.owner(config, what.group())),
        new ElasticsearchArchive(what.index(), elasticsearch, answerBound),
        meters);
  }

  public void start() {
    thread.start();
  }

  /** Whether records get into the archive. */
  public CheckResult health() {
    String now = trouble;
    return now == null
        ? CheckResult.up(what.index() + " is up to date")
        : CheckResult.down(what.index() + " " + now);
  }

  @Override
  public void close() throws InterruptedException {
    stopping = true;
    Consumer<String, byte[]> current = consumer;
    if (current != null) {
      current.wakeup();
    }
    thread.join(Duration.ofSeconds(5).toMillis());
  }

  private void run() {
    try {
      prepare();
      while (!stopping) {
        try (Consumer<String, byte[]> joined = consumers.get()) {
          consumer = joined;
          joined.subscribe(Set.of(what.topic()));
          follow(joined);
        } catch (WakeupException e) {
          LOG.trace("woken to stop");
        } catch (InterruptException e) {
          stopping = true;
        } catch (KafkaException e) {
          trouble = "cannot read " + what.topic() + ": " + e.getMessage();
          LOG.warn("{} begins anew after: {}", what.index(), e.toString());
          pause(RETRY_MILLIS);
        } finally {
          consumer = null;
        }
      }
    } catch (RuntimeException | Error e) {
      trouble = "stopped: " + e;
      LOG.error("{} stopped", what.index(), e);
    } finally {
      store.close();
    }
  }

  private void prepare() {
    for (int failures = 1; !stopping; failures++) {
      try {
        store.prepare();
        trouble = null;
        return;
      } catch (IOException e) {
        trouble = "waits for Elasticsearch: " + e.getMessage();
        pause(backoff.millis(failures));
      }
    }
  }

  private void follow(Consumer<String, byte[]> joined) {
    Pulse pulse = Pulse.of(joined);
    while (!stopping) {
      ConsumerRecords<String, byte[]> polled = joined.poll(POLL);
      trouble = pulse.beats() ? null : "has no connection to Kafka";
      List<ArchivedRecord> latest = latest(polled);
      if (!latest.isEmpty() && !deliver(joined, latest)) {
        return;
      }
      if (!polled.isEmpty()) {
        joined.commitSync();
      }
    }
  }

  /** Only the last state of each counts. */
  private List<ArchivedRecord> latest(ConsumerRecords<String, byte[]> polled) {
    Map<String, ArchivedRecord> byId = new LinkedHashMap<>();
    for (ConsumerRecord<String, byte[]> one : polled) {
      if (one.value() == null) {
        continue;
      }
      try {
        ArchivedRecord record = what.read(one);
        byId.put(record.id(), record);
      } catch (UncheckedIOException | NullPointerException | IllegalArgumentException e) {
        // It was written by somebody else's hand; nobody else can read it either.
        refused.increment();
        LOG.error(
            "{}-{} offset {} is none of its topic and is not archived",
            one.topic(),
            one.partition(),
            one.offset(),
            e);
      }
    }
    return new ArrayList<>(byId.values());
  }

  /** Tries until all is safe; false if a stop came first. */
  private boolean deliver(Consumer<String, byte[]> joined, List<ArchivedRecord> records) {
    for (int failures = 1; !stopping; failures++) {
      try {
        List<Refusal> refusals = store.store(records);
        if (refusals.isEmpty()) {
          archived.increment(records.size());
          trouble = null;
          return true;
        }
        refused.increment(refusals.size());
        trouble = "refuses records for good: " + refusals.get(0);
        LOG.error("{} refuses records for good: {}", what.index(), refusals);
      } catch (IOException e) {
        trouble = "waits for Elasticsearch: " + e.getMessage();
      }
      stayMember(joined, backoff.millis(failures));
    }
    return false;
  }

  /**
   * Waits, and goes on polling meanwhile: else the group would give our partitions away. A
   * partition that it gives us meanwhile is not paused; what is read of it is read again later.
   */
  private static void stayMember(Consumer<String, byte[]> joined, long millis) {
    joined.pause(joined.assignment());
    ConsumerRecords<String, byte[]> early = joined.poll(Duration.ofMillis(millis));
    early
        .partitions()
        .forEach(partition -> joined.seek(partition, early.records(partition).get(0).offset()));
    joined.resume(joined.assignment());
  }

  private void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      stopping = true;
      Thread.currentThread().interrupt();
    }
  }
}
