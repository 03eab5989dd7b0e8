package dev.kindling.gateway.journal;

import dev.kindling.kit.service.DaemonThreads;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Hands records to a Kafka producer from threads that must not block. The producer is one that
 * refuses ({@code max.block.ms=0}) while it looks for a topic's brokers or has no memory left: what
 * it refuses waits here, with all that comes behind it, and is tried again by a thread of its own.
 * {@link #add} is thread-safe and keeps the order of each of its callers.
 */
final class SendQueue implements AutoCloseable {
  private static final long CLOSE_SECONDS = 5;

  /** Beyond so many it is better to come back. */
  private static final int MOST_WAITING = 10_000;

  /** A broker that is there says where a topic is within this time. */
  private static final long RETRY_MILLIS = 20;

  private final Producer<String, byte[]> producer;
  private final long patienceNanos;
  private final LongSupplier nanos;
  private final Queue<Outgoing> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(new DaemonThreads("kafka-send"));
  private volatile boolean closed;

  /**
   * @param producer refuses with a {@link TimeoutException} what it cannot take at once
   * @param patience how long a record may wait to be taken
   * @param nanos a clock that only runs
   */
  SendQueue(Producer<String, byte[]> producer, Duration patience, LongSupplier nanos) {
    this.producer = producer;
    this.nanos = nanos;
    this.patienceNanos = patience.toNanos();
  }

  /** Completes on any thread once Kafka has acknowledged the record; fails with Kafka's reason. */
  CompletableFuture<Void> add(ProducerRecord<String, byte[]> outgoing) {
    Outgoing next =
        new Outgoing(
            outgoing, new CompletableFuture<>(), nanos.getAsLong(), new AtomicReference<>());
    if (closed) {
      next.fail("the gateway stops");
    } else if (size.get() > 0 || !isTaken(next)) {
      await(next);
    }
    return next.acknowledged();
  }

  private void await(Outgoing next) {
    if (size.get() >= MOST_WAITING) {
      next.fail(MOST_WAITING + " records wait for Kafka already");
      return;
    }
    boolean first;
    synchronized (waiting) {
      // In one step: one that is not counted yet must not let a later one of its caller pass by.
      waiting.add(next);
      first = size.getAndIncrement() == 0;
    }
    if (first) {
      try {
        thread.execute(this::drain);
      } catch (RejectedExecutionException e) {
        refuseAll();
      }
    } else if (closed) {
      refuseAll();
    }
  }

  private void refuseAll() {
    for (Outgoing left = waiting.poll(); left != null; left = waiting.poll()) {
      left.fail("the gateway stops");
    }
  }

  /**
   * Whoever comes meanwhile waits behind the others: the size falls when a record is on its way.
   */
  private void drain() {
    do {
      Outgoing next = waiting.poll();
      while (next != null && !isOver(next)) {
        try {
          TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
          next.fail("the gateway stops");
          Thread.currentThread().interrupt();
          return;
        }
      }
    } while (size.decrementAndGet() > 0);
  }

  private boolean isOver(Outgoing next) {
    if (nanos.getAsLong() - next.at() > patienceNanos) {
      next.acknowledged()
          .completeExceptionally(
              new TimeoutException("it has waited for too long", next.refusal().get()));
      return true;
    }
    return isTaken(next);
  }

  /** Whether the producer has taken it, or refused it for good. */
  private boolean isTaken(Outgoing next) {
    Sending sending = new Sending(next);
    try {
      producer.send(next.sent(), sending);
    } catch (RuntimeException | Error e) {
      next.acknowledged().completeExceptionally(e);
    }
    return !sending.wasRefused();
  }

  /** Sends what waits, and ends; blocking. */
  @Override
  public void close() {
    closed = true;
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

  /**
   * A record, and who waits for Kafka's acknowledgement.
   *
   * @param acknowledged completes on Kafka's thread or on the one that sends
   * @param at when it came, in the clock's nanoseconds
   * @param refusal why the producer did not take it at the last try; null in it if it was not tried
   */
  private record Outgoing(
      ProducerRecord<String, byte[]> sent,
      CompletableFuture<Void> acknowledged,
      long at,
      AtomicReference<Exception> refusal) {
    private void fail(String reason) {
      acknowledged.completeExceptionally(new TimeoutException(reason));
    }
  }

  /** One try. What fails on the thread that sends, while it does, was never taken. */
  private static final class Sending implements Callback {
    private final Outgoing outgoing;
    private final Thread sender = Thread.currentThread();

    /** Of that thread; so is the other. */
    private boolean over;

    private boolean refused;

    Sending(Outgoing outgoing) {
      this.outgoing = outgoing;
    }

    @Override
    public void onCompletion(RecordMetadata metadata, Exception failure) {
      if (failure == null) {
        outgoing.acknowledged().complete(null);
      } else if (failure instanceof TimeoutException
          && Thread.currentThread().equals(sender)
          && !over) {
        refused = true;
        outgoing.refusal().set(failure);
      } else {
        outgoing.acknowledged().completeExceptionally(failure);
      }
    }

    /** On the thread that has sent, once it has. */
    private boolean wasRefused() {
      over = true;
      return refused;
    }
  }
}
