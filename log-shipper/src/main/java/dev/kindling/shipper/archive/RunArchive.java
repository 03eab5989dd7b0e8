package dev.kindling.shipper.archive;

import dev.kindling.kit.health.CheckResult;
import dev.kindling.kit.kafka.KafkaProperties;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.kafka.Pulse;
import dev.kindling.kit.search.SearchAccess;
import dev.kindling.kit.service.CommonConfig;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.Run;
import dev.kindling.shipper.archive.RunStore.Refusal;
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
 * Carries every state of every run from {@code kindling.runs} into the archive, on a thread of its
 * own; log-shippers share the partitions out among them. An offset is committed only once
 * everything below it is safe in Elasticsearch: the job-runner lets go of ended runs by that.
 *
 * <p>While Elasticsearch or Kafka is away it tries again for ever, and {@link #health} says so. A
 * run that the index refuses for good is logged and counted, and its partition stays where it is:
 * what is not in the archive must not leave the table. A record that is no run is counted and
 * passed over, since the job-runner cannot read it either.
 */
public final class RunArchive implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunArchive.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final long RETRY_MILLIS = 500;

  private final Supplier<Consumer<String, byte[]>> consumers;
  private final RunStore store;
  private final Backoff backoff = new Backoff(RandomGenerator.getDefault());
  private final Thread thread = new Thread(this::run, "run-archive");
  private final Counter archived;
  private final Counter refused;
  private volatile boolean stopping;
  private volatile Consumer<String, byte[]> consumer;
  private volatile String trouble = "has not begun";

  /**
   * @param consumers makes members of the group {@link KindlingTopics#RUN_ARCHIVE_GROUP}; the
   *     archive closes them
   */
  RunArchive(Supplier<Consumer<String, byte[]>> consumers, RunStore store, MeterRegistry meters) {
    this.consumers = consumers;
    this.store = store;
    thread.setDaemon(true);
    archived =
        Counter.builder("kindling.archive.runs")
            .description("states of runs that are safe in the archive")
            .register(meters);
    refused =
        Counter.builder("kindling.archive.refused")
            .description("runs that the archive refuses for good")
            .register(meters);
  }

  /** An archive in Elasticsearch; nothing is sent yet. */
  public static RunArchive open(
      CommonConfig config, SearchAccess elasticsearch, Duration answerBound, MeterRegistry meters) {
    return new RunArchive(
        () -> new KafkaConsumer<>(KafkaProperties.owner(config, KindlingTopics.RUN_ARCHIVE_GROUP)),
        new ElasticsearchRuns(elasticsearch, answerBound),
        meters);
  }

  public void start() {
    thread.start();
  }

  /** Whether runs get into the archive. */
  public CheckResult health() {
    String now = trouble;
    return now == null
        ? CheckResult.up("runs are archived")
        : CheckResult.down("the archive of runs " + now);
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
          joined.subscribe(Set.of(KindlingTopics.RUNS.name()));
          follow(joined);
        } catch (WakeupException e) {
          LOG.trace("woken to stop");
        } catch (InterruptException e) {
          stopping = true;
        } catch (KafkaException e) {
          trouble = "cannot read " + KindlingTopics.RUNS.name() + ": " + e.getMessage();
          LOG.warn("the archive of runs begins anew after: {}", e.toString());
          pause(RETRY_MILLIS);
        } finally {
          consumer = null;
        }
      }
    } catch (RuntimeException | Error e) {
      trouble = "stopped: " + e;
      LOG.error("the archive of runs stopped", e);
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
      List<RunRecord> latest = latest(polled);
      if (!latest.isEmpty() && !deliver(joined, latest)) {
        return;
      }
      if (!polled.isEmpty()) {
        joined.commitSync();
      }
    }
  }

  /** Only the last state of each run counts. */
  private List<RunRecord> latest(ConsumerRecords<String, byte[]> polled) {
    Map<String, RunRecord> byRun = new LinkedHashMap<>();
    for (ConsumerRecord<String, byte[]> one : polled) {
      if (one.value() == null) {
        continue;
      }
      try {
        RunRecord record = RunRecord.of(Json.read(one.value(), Run.class));
        byRun.put(record.id(), record);
      } catch (UncheckedIOException | NullPointerException | IllegalArgumentException e) {
        // It was written by somebody else's hand; the job-runner cannot read it either.
        refused.increment();
        LOG.error(
            "{}-{} offset {} is no run and is not archived",
            one.topic(),
            one.partition(),
            one.offset(),
            e);
      }
    }
    return new ArrayList<>(byRun.values());
  }

  /** Tries until all is safe; false if a stop came first. */
  private boolean deliver(Consumer<String, byte[]> joined, List<RunRecord> records) {
    for (int failures = 1; !stopping; failures++) {
      try {
        List<Refusal> refusals = store.store(records);
        if (refusals.isEmpty()) {
          archived.increment(records.size());
          trouble = null;
          return true;
        }
        refused.increment(refusals.size());
        trouble = "refuses runs for good: " + refusals.get(0);
        LOG.error("the archive refuses runs for good: {}", refusals);
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
