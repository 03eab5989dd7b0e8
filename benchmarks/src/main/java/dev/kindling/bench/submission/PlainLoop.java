package dev.kindling.bench.submission;

import dev.kindling.bench.harness.Role;
import dev.kindling.bench.http.Connections;
import dev.kindling.bench.http.KeepAliveConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * What people write themselves: a consumer that posts a submission for each event and commits its
 * offsets asynchronously. It loses events, or submits them twice, when it dies; it keeps no runs.
 */
final class PlainLoop extends EventContestant {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final int inFlight;
  private final Map<String, CompletableFuture<Instant>> waiting = new ConcurrentHashMap<>();
  private final BlockingQueue<KeepAliveConnection> idle = new LinkedBlockingQueue<>();
  private EventTopic topic;
  private Connections connections;
  private ExecutorService posters;
  private Consumer<String, byte[]> consumer;
  private Thread thread;

  PlainLoop(
      SubmissionGround ground, MasterDrivers drivers, int operations, int perSecond, int inFlight) {
    super("plain loop", Role.PEER, ground, drivers, operations, perSecond);
    this.inFlight = inFlight;
  }

  @Override
  public void prepare(int round) {
    super.prepare(round);
    waiting.clear();
    String name = "bench-loop-" + operations() + "-" + round;
    topic = new EventTopic(ground().kafka(), name);
    connections = new Connections(ground().masterRest(), inFlight);
    idle.clear();
    for (int lane = 0; lane < inFlight; lane++) {
      idle.add(connections.lane(lane));
    }
    posters = Executors.newFixedThreadPool(inFlight);
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                ground().kafka(),
                ConsumerConfig.GROUP_ID_CONFIG,
                name,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                StringDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class));
    consumer.subscribe(List.of(name));
    CompletableFuture<Void> joined = new CompletableFuture<>();
    Consumer<String, byte[]> own = consumer;
    thread = new Thread(() -> loop(own, joined), name);
    thread.setDaemon(true);
    thread.start();
    Promises.await(joined, "the group of " + name);
  }

  private void loop(Consumer<String, byte[]> own, CompletableFuture<Void> joined) {
    try (own) {
      while (true) {
        for (ConsumerRecord<String, byte[]> one : own.poll(Duration.ofMillis(100))) {
          posters.execute(() -> post(one.key()));
        }
        own.commitAsync();
        if (!own.assignment().isEmpty()) {
          joined.complete(null);
        }
      }
    } catch (WakeupException closed) {
      // close() wants us to end.
    }
  }

  private void post(String key) {
    CompletableFuture<Instant> accepted = waiting.get(key);
    KeepAliveConnection connection = idle.remove();
    try {
      Submissions.create(
          connection, Submissions.createRequest(ground().masterUrl(), ground().jar(), key));
      accepted.complete(Instant.now());
    } catch (RuntimeException failure) {
      accepted.completeExceptionally(failure);
    } finally {
      idle.add(connection);
    }
  }

  @Override
  CompletableFuture<Instant> send(int round, int number) {
    String key = round + "-" + number;
    CompletableFuture<Instant> accepted = new CompletableFuture<>();
    waiting.put(key, accepted);
    topic.send(key, "t0");
    return accepted;
  }

  @Override
  public void close() {
    if (consumer != null) {
      consumer.wakeup();
      try {
        thread.join(DEADLINE.toMillis());
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
      consumer = null;
    }
    if (posters != null) {
      posters.shutdownNow();
    }
    if (connections != null) {
      connections.close();
    }
    if (topic != null) {
      topic.close();
      topic = null;
    }
  }
}
