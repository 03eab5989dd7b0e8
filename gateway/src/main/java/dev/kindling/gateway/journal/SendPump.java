package dev.kindling.gateway.journal;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Hands records to a Kafka producer, whose {@code send} may block for seconds while it looks for a
 * broker, from threads that must not. One thread of its own takes all that wait at once: under load
 * it is woken for many records and not for each. {@link #add} is thread-safe and keeps the order of
 * each of its callers.
 */
final class SendPump implements AutoCloseable {
  private static final long CLOSE_SECONDS = 5;

  /** Beyond so many it is better to come back. */
  private static final int MOST_WAITING = 10_000;

  private final Producer<String, byte[]> producer;
  private final long patienceNanos;
  private final LongSupplier nanos;
  private final Queue<Outgoing> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          run -> {
            Thread made = new Thread(run, "kafka-send");
            made.setDaemon(true);
            return made;
          });

  /**
   * A record, and who waits for Kafka's acknowledgement.
   *
   * @param acknowledged completes on Kafka's thread or on the pump's
   * @param at when it came, in the clock's nanoseconds
   */
  private record Outgoing(
      ProducerRecord<String, byte[]> sent, CompletableFuture<Void> acknowledged, long at) {}

  /**
   * @param patience how long a record may wait to be sent
   * @param nanos a clock that only runs
   */
  SendPump(Producer<String, byte[]> producer, Duration patience, LongSupplier nanos) {
    this.producer = producer;
    this.nanos = nanos;
    this.patienceNanos = patience.toNanos();
  }

  /** Completes on any thread once Kafka has acknowledged the record; fails with Kafka's reason. */
  CompletableFuture<Void> add(ProducerRecord<String, byte[]> outgoing) {
    CompletableFuture<Void> acknowledged = new CompletableFuture<>();
    if (size.get() >= MOST_WAITING) {
      acknowledged.completeExceptionally(
          new TimeoutException(MOST_WAITING + " records wait for Kafka already"));
      return acknowledged;
    }
    waiting.add(new Outgoing(outgoing, acknowledged, nanos.getAsLong()));
    if (size.getAndIncrement() == 0) {
      try {
        thread.execute(this::drain);
      } catch (RejectedExecutionException e) {
        refuseAll();
      }
    }
    return acknowledged;
  }

  private void refuseAll() {
    for (Outgoing left = waiting.poll(); left != null; left = waiting.poll()) {
      left.acknowledged().completeExceptionally(new TimeoutException("the gateway stops"));
    }
  }

  private void drain() {
    do {
      Outgoing next = waiting.poll();
      if (next != null) {
        send(next);
      }
    } while (size.decrementAndGet() > 0);
  }

  private void send(Outgoing next) {
    if (nanos.getAsLong() - next.at() > patienceNanos) {
      next.acknowledged()
          .completeExceptionally(new TimeoutException("it waited for others too long"));
      return;
    }
    try {
      producer.send(
          next.sent(),
          (metadata, failure) -> {
            if (failure == null) {
              next.acknowledged().complete(null);
            } else {
              next.acknowledged().completeExceptionally(failure);
            }
          });
    } catch (RuntimeException e) {
      next.acknowledged().completeExceptionally(e);
    }
  }

  /** Sends what waits, and ends; blocking. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
      refuseAll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
