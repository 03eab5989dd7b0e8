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
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class SendPumpTest {
  private static final Duration PATIENT = Duration.ofMinutes(1);

  private final AtomicLong now = new AtomicLong();

  @Test
  void recordsShouldBeSentInTheOrderInWhichTheyCame() throws Exception {
    // given
    MockProducer<String, byte[]> producer =
        new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    List<CompletableFuture<Void>> all = new ArrayList<>();

    // when
    try (SendPump pump = new SendPump(producer, PATIENT, now::get)) {
      for (int i = 0; i < 1_000; i++) {
        all.add(pump.add(record(i)));
      }
      CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
    }

    // then
    assertThat(producer.history())
        .extracting(ProducerRecord::key)
        .containsExactlyElementsOf(IntStream.range(0, 1_000).mapToObj(Integer::toString).toList());
  }

  @Test
  void recordThatHasWaitedTooLongShouldNotBeSent() throws Exception {
    // given a producer that looks for a broker
    CountDownLatch found = new CountDownLatch(1);
    Blocked producer = new Blocked(found);
    try (SendPump pump = new SendPump(producer, PATIENT, now::get)) {
      CompletableFuture<Void> first = pump.add(record(1));
      CompletableFuture<Void> second = pump.add(record(2));
      assertThat(producer.entered.await(20, TimeUnit.SECONDS)).isTrue();

      // when
      now.addAndGet(PATIENT.toNanos() + 1);
      found.countDown();

      // then
      first.get(20, TimeUnit.SECONDS);
      assertThatThrownBy(() -> second.get(20, TimeUnit.SECONDS))
          .hasCauseInstanceOf(TimeoutException.class);
      assertThat(producer.history()).hasSize(1);
    }
  }

  @Test
  void recordAfterTheEndShouldBeRefused() {
    // given
    SendPump pump =
        new SendPump(
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer()),
            PATIENT,
            now::get);
    pump.close();

    // then
    assertThat(pump.add(record(1))).isCompletedExceptionally();
  }

  private static ProducerRecord<String, byte[]> record(int number) {
    return new ProducerRecord<>("t", Integer.toString(number), new byte[0]);
  }

  /** Its first send takes until it is let go. */
  private static final class Blocked extends MockProducer<String, byte[]> {
    private final CountDownLatch found;
    private final CountDownLatch entered = new CountDownLatch(1);

    Blocked(CountDownLatch found) {
      super(true, null, new StringSerializer(), new ByteArraySerializer());
      this.found = found;
    }

    @Override
    public synchronized Future<RecordMetadata> send(
        ProducerRecord<String, byte[]> outgoing, Callback callback) {
      entered.countDown();
      try {
        assertThat(found.await(20, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      return super.send(outgoing, callback);
    }
  }
}
