package dev.kindling.kit.kafka;

import dev.kindling.kit.health.CheckResult;
import dev.kindling.kit.service.CommonConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a whole topic on a thread of its own and hands each committed record to one listener,
 * from the first on: how a service gets its own view of a table, and how a writer reads its own
 * writes.
 *
 * <p>Threads: the listener is called on the view's thread only, in order within a partition. {@link
 * #caughtUp} and {@link #passed} complete on that thread. No consumer group is involved, so a
 * restart always begins with the whole table.
 *
 * <p>Failures: when Kafka is away the view goes on trying for ever, and {@link #health} says since
 * when. A listener that throws is a bug; the view stops, and liveness fails.
 */
public final class TableView implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TableView.class);
  private static final Duration POLL = Duration.ofMillis(100);

  /** Once it is complete, only news or a newcomer are worth waking for, and both wake it. */
  private static final Duration IDLE_POLL = Duration.ofMillis(500);

  private static final long RETRY_MILLIS = 500;

  private final CommonConfig config;
  private final Duration rest;
  private final String topic;
  private final BiConsumer<String, ConsumerRecord<String, byte[]>> listener;
  private final Promise<Void> caughtUp = Promise.promise();
  private final ConcurrentLinkedQueue<Waiting> newcomers = new ConcurrentLinkedQueue<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final Thread thread;
  private volatile Consumer<String, byte[]> consumer;
  private volatile String trouble = "has not begun to read";
  private volatile boolean broken;
  private volatile boolean ended;

  /**
   * @param listener gets the key and the record; a null value means that the key is gone
   */
  public TableView(
      CommonConfig config,
      TopicSpec topic,
      BiConsumer<String, ConsumerRecord<String, byte[]>> listener) {
    this(config, topic, Duration.ZERO, listener);
  }

  /**
   * A view that rests after each look that brought something, and costs the less for it: on a busy
   * table most of what a reader does is to ask again for each single record. Of the records of a
   * key that one look brings, only the last is handed over, as if the table had been compacted.
   *
   * @param rest how long; the view is behind by up to twice that
   * @param listener as above
   */
  public TableView(
      CommonConfig config,
      TopicSpec topic,
      Duration rest,
      BiConsumer<String, ConsumerRecord<String, byte[]>> listener) {
    this.config = config;
    this.rest = rest;
    this.topic = topic.name();
    this.listener = listener;
    this.thread = new Thread(this::run, "view-" + topic.name());
    this.thread.setDaemon(true);
  }

  /** Begins to read; completes when all that was there at this moment has been handed over. */
  public Future<Void> start() {
    thread.start();
    return caughtUp.future();
  }

  /** Completes when the whole table as it was at the start has been handed over. */
  public Future<Void> caughtUp() {
    return caughtUp.future();
  }

  /** Completes when the record at this offset, and all before it, have been handed over. */
  public Future<Void> passed(int partition, long offset) {
    Waiting one = new Waiting(new TopicPartition(topic, partition), offset + 1, Promise.promise());
    newcomers.add(one);
    if (ended) {
      one.promise.tryFail("the view of " + topic + " has stopped");
    }
    wakeUp();
    return one.promise.future();
  }

  /** Whether the view is complete and Kafka answers. */
  public CheckResult health() {
    String now = trouble;
    return now == null ? CheckResult.up("follows " + topic) : CheckResult.down(topic + " " + now);
  }

  /** Whether the view's thread does its work. */
  public CheckResult liveness() {
    return broken
        ? CheckResult.down("the view of " + topic + " stopped after a failure; see the log")
        : CheckResult.up("follows " + topic);
  }

  @Override
  public void close() throws InterruptedException {
    stopping.set(true);
    wakeUp();
    thread.join(Duration.ofSeconds(5).toMillis());
  }

  private void wakeUp() {
    Consumer<String, byte[]> current = consumer;
    if (current != null) {
      current.wakeup();
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    Map<TopicPartition, Long> resume = new HashMap<>();
    while (!stopping.get() && !broken) {
      try (Consumer<String, byte[]> opened = new KafkaConsumer<>(KafkaProperties.reader(config))) {
        consumer = opened;
        follow(opened, resume);
      } catch (InterruptException e) {
        stopping.set(true);
      } catch (WakeupException e) {
        LOG.trace("woken outside a poll; the view goes on where it was");
      } catch (org.apache.kafka.common.KafkaException e) {
        trouble = "cannot be read: " + e.getMessage();
        LOG.warn("cannot read {}; trying again", topic, e);
        pause();
      } catch (RuntimeException | Error e) {
        trouble = "stopped: " + e;
        broken = true;
        LOG.error("the view of {} stopped: a record could not be applied", topic, e);
      } finally {
        consumer = null;
      }
    }
    ended = true;
    failWaiting();
  }

  private void follow(Consumer<String, byte[]> opened, Map<TopicPartition, Long> resume) {
    List<TopicPartition> partitions =
        opened.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    Map<TopicPartition, Long> goal = Watermarks.of(config, partitions);
    Pulse pulse = Pulse.of(opened);
    opened.assign(partitions);
    for (TopicPartition partition : partitions) {
      opened.seek(partition, resume.getOrDefault(partition, 0L));
    }
    opened.seekToBeginning(partitions.stream().filter(p -> !resume.containsKey(p)).toList());
    while (!stopping.get()) {
      try {
        ConsumerRecords<String, byte[]> records =
            opened.poll(caughtUp.future().isComplete() ? IDLE_POLL : POLL);
        for (ConsumerRecord<String, byte[]> changed : rest.isZero() ? records : latest(records)) {
          listener.accept(changed.key(), changed);
        }
        for (TopicPartition partition : records.partitions()) {
          List<ConsumerRecord<String, byte[]>> ofOne = records.records(partition);
          resume.put(partition, ofOne.get(ofOne.size() - 1).offset() + 1);
        }
        if (!records.isEmpty() && caughtUp.future().isComplete() && newcomers.isEmpty()) {
          LockSupport.parkNanos(rest.toNanos());
        }
      } catch (WakeupException e) {
        LOG.trace("woken to look at who waits");
      }
      if (!caughtUp.future().isComplete() && reached(opened, goal)) {
        caughtUp.tryComplete();
      }
      if (!pulse.beats()) {
        trouble = "is not followed: there is no connection to Kafka";
      } else if (caughtUp.future().isComplete()) {
        trouble = null;
      }
      serveWaiting(opened, partitions);
    }
  }

  private static Collection<ConsumerRecord<String, byte[]>> latest(
      ConsumerRecords<String, byte[]> records) {
    Map<String, ConsumerRecord<String, byte[]>> byKey = new LinkedHashMap<>();
    for (ConsumerRecord<String, byte[]> one : records) {
      byKey.put(one.key(), one);
    }
    return byKey.values();
  }

  /** A position, not the last record: transaction markers take offsets too. */
  private static boolean reached(Consumer<String, byte[]> opened, Map<TopicPartition, Long> goal) {
    return goal.entrySet().stream()
        .allMatch(entry -> opened.position(entry.getKey()) >= entry.getValue());
  }

  private void serveWaiting(
      Consumer<String, byte[]> opened, Collection<TopicPartition> partitions) {
    for (Waiting one = newcomers.poll(); one != null; one = newcomers.poll()) {
      waiting.add(one);
    }
    waiting.removeIf(
        one -> {
          if (!partitions.contains(one.partition)) {
            one.promise.tryFail("no such partition: " + one.partition);
            return true;
          }
          if (opened.position(one.partition) >= one.position) {
            one.promise.tryComplete();
            return true;
          }
          return false;
        });
  }

  private void failWaiting() {
    newcomers.forEach(waiting::add);
    waiting.forEach(one -> one.promise.tryFail("the view of " + topic + " has stopped"));
    caughtUp.tryFail("the view of " + topic + " has stopped");
  }

  private void pause() {
    try {
      Thread.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      stopping.set(true);
      Thread.currentThread().interrupt();
    }
  }

  private record Waiting(TopicPartition partition, long position, Promise<Void> promise) {}
}
