package dev.kindling.gateway.journal;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Hands records to a Kafka producer, whose {@code send} may block for seconds while it looks for a
 * broker, from threads that must not. One thread of its own takes all that wait at once: under load
 * it is woken for many records and not for each. {@link #add} is thread-safe and keeps the order of
 * each of its callers.
 */
final class SendPump implements AutoCloseable {
  private static final long CLOSE_SECONDS = 5;

  private final Producer<String, byte[]> producer;
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
   */
  record Outgoing(ProducerRecord<String, byte[]> sent, CompletableFuture<Void> acknowledged) {}

  SendPump(Producer<String, byte[]> producer) {
    this.producer = producer;
  }

  void add(Outgoing outgoing) {
    waiting.add(outgoing);
    if (size.getAndIncrement() == 0) {
      thread.execute(this::drain);
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
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
