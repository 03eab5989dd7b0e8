package dev.kindling.model.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code @every}. */
class IntervalTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource({
    "@every 15m, 2026-01-01T00:00:00Z, 2026-01-01T00:15:00Z",
    "@every 15m, 2026-01-01T00:14:59.999Z, 2026-01-01T00:15:00Z",
    "@Every 1h30m, 2026-01-01T00:00:00Z, 2026-01-01T01:30:00Z",
    "@every 90s, 2026-01-01T00:00:01Z, 2026-01-01T00:01:30Z",
    "@every   1d, 2026-01-01T00:00:00Z, 2026-01-02T00:00:00Z",
    "@every 1s, 2026-01-01T00:00:00Z, 2026-01-01T00:00:01Z",
    "@every 15m, 1969-12-31T23:50:00Z, 1970-01-01T00:00:00Z",
  })
  void nextShouldBeTheNextMultipleSince1970(String text, Instant after, Instant expected) {
    assertThat(CronExpression.parse(text, "").next(after, BERLIN, ClockChanges.CRON))
        .contains(expected);
  }

  @Test
  void nextShouldFollowElapsedTimeWhenTheClockIsPutBack() {
    // given
    CronExpression every = CronExpression.parse("@every 30m", "");

    // when
    Optional<Instant> inFirst =
        every.next(Instant.parse("2026-10-25T00:30:00Z"), BERLIN, ClockChanges.CRON);
    Optional<Instant> inSecond =
        every.next(Instant.parse("2026-10-25T01:00:00Z"), BERLIN, ClockChanges.CRON);

    // then
    assertThat(inFirst).contains(Instant.parse("2026-10-25T01:00:00Z"));
    assertThat(inSecond).contains(Instant.parse("2026-10-25T01:30:00Z"));
  }

  @Test
  void nextShouldBeEmptyWhenTheYear9999IsOver() {
    assertThat(
            CronExpression.parse("@every 1d", "")
                .next(Instant.parse("9999-12-31T12:00:00Z"), BERLIN, ClockChanges.CRON))
        .isEmpty();
  }
}
