package dev.kindling.runner.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseBookTest {
  private static final Duration LEASE = Duration.ofSeconds(45);

  /** System.nanoTime may be negative and may overflow. */
  private long nanos = Long.MAX_VALUE - LEASE.toNanos() / 2;

  private final LeaseBook book = new LeaseBook(LEASE, () -> nanos);

  @Test
  void expiredShouldBeEmptyUntilAWholeLeaseHasPassed() {
    book.renew("run-1", 2);
    nanos += LEASE.toNanos();
    assertThat(book.expired()).isEmpty();

    nanos += 1;
    assertThat(book.expired()).containsExactly(new LeaseBook.Expired("run-1", 2));
  }

  @Test
  void renewShouldGiveAFullLeaseFromNowOn() {
    book.renew("run-1", 1);
    nanos += LEASE.toNanos();
    book.renew("run-1", 1);
    nanos += LEASE.toNanos();

    assertThat(book.expired()).isEmpty();
  }

  @Test
  void renewShouldReplaceTheAttemptBefore() {
    book.renew("run-1", 1);
    nanos += LEASE.toNanos();
    book.renew("run-1", 2);
    nanos += 1;

    assertThat(book.expired()).isEmpty();
  }

  @Test
  void expiredShouldGoOnUntilForgotten() {
    book.renew("run-1", 1);
    book.renew("run-2", 1);
    nanos += LEASE.toNanos() + 1;
    assertThat(book.expired()).hasSize(2);
    assertThat(book.expired()).hasSize(2);

    book.forget("run-1");

    assertThat(book.expired()).containsExactly(new LeaseBook.Expired("run-2", 1));
  }
}
