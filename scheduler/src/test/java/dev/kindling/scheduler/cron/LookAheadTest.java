package dev.kindling.scheduler.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LookAheadTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final LookAhead ahead = new LookAhead();

  @Test
  void decidedShouldBeTheSoonerTheMoreAreDueInAllPartitions() {
    // given
    assertThat(ahead.decided(NOON)).isEqualTo(NOON.minus(LookAhead.LEAST));

    // when
    ahead.next(0, NOON, 500);
    ahead.next(1, NOON, 1_000);
    ahead.next(2, NOON.plusSeconds(1), 300);

    // then
    assertThat(ahead.decided(NOON))
        .isEqualTo(NOON.minus(LookAhead.LEAST).minus(LookAhead.EACH.multipliedBy(1_500)));
    assertThat(Duration.between(ahead.decided(NOON.plusSeconds(1)), NOON.plusSeconds(1)))
        .isEqualTo(LookAhead.LEAST.plus(LookAhead.EACH.multipliedBy(300)));

    // when
    ahead.nothing(1);

    // then
    assertThat(ahead.decided(NOON))
        .isEqualTo(NOON.minus(LookAhead.LEAST).minus(LookAhead.EACH.multipliedBy(500)));
  }

  @Test
  void roundShouldTurnToAllThatComesUpToTheInstantThatItWaitsFor() {
    // given
    ahead.next(0, NOON, 2_000);
    ahead.next(1, NOON, 500);
    ahead.next(2, NOON.minusMillis(40), 1);
    ahead.next(3, NOON.plusMillis(1), 1);
    Instant now = ahead.decided(NOON);
    assertThat(ahead.isNear(NOON, now.minusMillis(1))).isFalse();

    // when the first partition has decided, and has nothing for a while
    assertThat(ahead.isNear(NOON, now)).isTrue();
    ahead.next(0, NOON.plusSeconds(60), 2_000);

    // then
    assertThat(ahead.isNear(NOON, now)).isTrue();
    assertThat(ahead.isNear(NOON.minusMillis(40), now)).isTrue();
    assertThat(ahead.isNear(NOON.plusMillis(1), now)).isFalse();
  }

  @Test
  void nothingShouldBeNearWhenTheClockIsPutBack() {
    // given
    ahead.next(0, NOON, 1);
    assertThat(ahead.isNear(NOON, NOON.minusMillis(10))).isTrue();

    // when
    Instant now = NOON.minusSeconds(60);

    // then
    assertThat(ahead.isNear(NOON, now)).isFalse();
    assertThat(ahead.isNear(NOON.minusSeconds(59), now)).isFalse();
  }

  @Test
  void decidedShouldNeverBeSoonerThanTheOthersCanWait() {
    ahead.next(0, NOON, 1_000_000);

    assertThat(ahead.decided(NOON)).isEqualTo(NOON.minus(LookAhead.MOST));
  }
}
