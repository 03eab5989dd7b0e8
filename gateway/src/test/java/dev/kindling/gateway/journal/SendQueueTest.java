package dev.kindling.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class SendQueueTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final AtomicLong now = new AtomicLong();
  private final Searching producer = new Searching();
  private final SendQueue queue = new SendQueue(producer, PATIENCE, now::get);

  @Test
  void addShouldSendOnTheCallersThreadWhenTheProducerTakesIt() {
    // given
    producer.found = true;

    // when
    CompletableFuture<Void> sent = queue.add(record(1));

    // then
    assertThat(sent).isCompleted();
    assertThat(producer.senders).containsOnly(Thread.currentThread());
  }

  @Test
  void recordsShouldKeepTheirOrderWhenTheFirstHadToWait() throws Exception {
    // given
    List<CompletableFuture<Void>> all = new ArrayList<>();

    // when
    for (int i = 0; i < 500; i++) {
      all.add(queue.add(record(i)));
    }
    producer.found = true;
    for (int i = 500; i < 1_000; i++) {
      all.add(queue.add(record(i)));
    }
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);

    // then
    assertThat(producer.history())
        .extracting(ProducerRecord::key)
        .containsExactlyElementsOf(IntStream.range(0, 1_000).mapToObj(Integer::toString).toList());
  }

  @Test
  void recordThatHasWaitedTooLongShouldNotBeSent() throws Exception {
    // given a producer that looks for a broker
    CompletableFuture<Void> waited = queue.add(record(1));
    assertThat(producer.refusedTwice.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(waited).isNotDone();

    // when
    now.addAndGet(PATIENCE.toNanos() + 1);

    // then
    assertThatThrownBy(() -> waited.get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(TimeoutException.class);
    assertThat(producer.history()).isEmpty();
  }

  @Test
  void recordThatCanNeverBeSentShouldFailAtOnce() {
    producer.found = true;
    producer.refusal = new RecordTooLargeException("too large");
    assertThatThrownBy(() -> queue.add(record(1)).get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(RecordTooLargeException.class);
  }

  /** The producer gives up what it has taken on a thread of its own: that is not tried again. */
  @Test
  void recordThatWasTakenAndTimedOutShouldFail() {
    producer.found = true;
    producer.expires = true;
    assertThatThrownBy(() -> queue.add(record(1)).get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(TimeoutException.class);
    assertThat(producer.senders).hasSize(1);
  }

  @Test
  void recordAfterTheEndShouldBeRefused() {
    producer.found = true;
    queue.close();
    assertThat(queue.add(record(1))).isCompletedExceptionally();
  }

  private static ProducerRecord<String, byte[]> record(int number) {
    return new ProducerRecord<>("t", Integer.toString(number), new byte[0]);
  }

  /** As Kafka's with max.block.ms=0: until it has found the topic's brokers it takes nothing. */
  private static final class Searching extends MockProducer<String, byte[]> {
    private final CountDownLatch refusedTwice = new CountDownLatch(2);
    private final List<Thread> senders = new ArrayList<>();
    private volatile boolean found;
    private volatile boolean expires;
    private volatile RuntimeException refusal;

    Searching() {
      super(true, null, new StringSerializer(), new ByteArraySerializer());
    }

    @Override
    public synchronized Future<RecordMetadata> send(
        ProducerRecord<String, byte[]> outgoing, Callback callback) {
      senders.add(Thread.currentThread());
      if (!found) {
        refusedTwice.countDown();
        return refused(callback, new TimeoutException("Topic t not present in metadata"));
      }
      if (refusal != null) {
        return refused(callback, refusal);
      }
      if (expires) {
        return CompletableFuture.supplyAsync(
            () -> {
              callback.onCompletion(null, new TimeoutException("Expiring 1 record(s) for t-0"));
              return null;
            });
      }
      return super.send(outgoing, callback);
    }

    private static Future<RecordMetadata> refused(Callback callback, RuntimeException failure) {
      callback.onCompletion(null, failure);
      return CompletableFuture.failedFuture(failure);
    }
  }
}
