package dev.kindling.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class TransactionsTest {
  private static final int TRIES = 3;

  private final Slow producer = new Slow();

  @Test
  void commitShouldBeRepeatedWhenItIsNotAnswered() {
    // given
    producer.unanswered = TRIES - 1;

    // when
    Transactions.commit(producer, "an-id", TRIES);

    // then
    assertThat(producer.transactionCommitted()).isTrue();
    assertThat(producer.tries).isEqualTo(TRIES);
  }

  @Test
  void commitShouldFailAndNotAbortWhenItIsNeverAnswered() {
    // given
    producer.unanswered = Integer.MAX_VALUE;

    // when, then
    assertThatThrownBy(() -> Transactions.commit(producer, "an-id", TRIES))
        .isInstanceOf(TimeoutException.class);
    assertThat(producer.tries).isEqualTo(TRIES);
    assertThat(producer.transactionAborted()).isFalse();
  }

  /** Kafka's own double, of a broker that does not answer a commit in time. */
  private static final class Slow extends MockProducer<String, byte[]> {
    private int unanswered;
    private int tries;

    Slow() {
      super(true, null, new StringSerializer(), new ByteArraySerializer());
      initTransactions();
      beginTransaction();
    }

    @Override
    public void commitTransaction() {
      tries++;
      if (tries <= unanswered) {
        throw new TimeoutException("no answer");
      }
      super.commitTransaction();
    }
  }
}
