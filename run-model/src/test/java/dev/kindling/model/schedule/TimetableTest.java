package dev.kindling.model.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.json.Json;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimetableTest {

  private static ScheduleSpec spec(String json) {
    return Json.read(json.replace('\'', '"'), ScheduleSpec.class);
  }

  private static Timetable timetable(String json) {
    return Timetable.of("nightly", spec(json));
  }

  private static Instant at(String instant) {
    return Instant.parse(instant);
  }

  @Test
  void nextShouldBeTheEarliestWhenThereAreSeveralExpressions() {
    // given
    Timetable timetable = timetable("{'cron': ['0 9 * * *', '30 8 * * *', '@every 24h']}");

    // then
    assertThat(timetable.next(at("2026-01-01T00:00:00Z"))).contains(at("2026-01-01T08:30:00Z"));
    assertThat(timetable.next(at("2026-01-01T08:30:00Z"))).contains(at("2026-01-01T09:00:00Z"));
    assertThat(timetable.next(at("2026-01-01T09:00:00Z"))).contains(at("2026-01-02T00:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "2025-12-01T00:00:00Z, 2026-01-01T10:00:00Z",
    "2026-01-01T09:59:59Z, 2026-01-01T10:00:00Z",
    "2026-01-01T10:00:00Z, 2026-01-01T11:00:00Z",
    "2026-01-01T11:00:00Z, 2026-01-01T12:00:00Z",
    "2026-01-01T12:00:00Z,",
  })
  void nextShouldLieBetweenStartAndEndBothIncluded(Instant after, Instant expected) {
    Timetable timetable =
        timetable(
            "{'cron': '@hourly', 'start': '2026-01-01T10:00:00Z', 'end': '2026-01-01T12:00:00Z'}");
    assertThat(timetable.next(after).orElse(null)).isEqualTo(expected);
  }

  @Test
  void nextShouldNotBeBeforeStartWhenThatIsWithinASecond() {
    assertThat(
            timetable("{'cron': '@hourly', 'start': '2026-01-01T10:00:00.5Z'}")
                .next(at("2026-01-01T00:00:00Z")))
        .contains(at("2026-01-01T11:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      2026-03-29T01:00:00Z | The clock is put forward from 02:00 to 03:00; times in between do not exist.
      2026-10-25T00:30:00Z | 02:30 comes twice on that day; this is the first time.
      2026-10-25T01:30:00Z | 02:30 comes twice on that day; this is the second time.
      2026-10-24T23:30:00Z |
      2026-10-25T02:00:00Z |
      2026-07-01T00:00:00Z |
      """)
  void remarkShouldTellOfAChangeOfTheClock(Instant instant, String remark) {
    Timetable timetable = timetable("{'cron': '@hourly', 'timeZone': 'Europe/Berlin'}");
    assertThat(timetable.remark(instant).orElse(null)).isEqualTo(remark);
  }

  /** A country gives up summer time, and we hear of it a month late. */
  @Nested
  class ZoneRulesThatChangeInHindsight {
    private final ZoneOffset winter = ZoneOffset.ofHours(1);
    private final ZoneOffset summer = ZoneOffset.ofHours(2);
    private final ZoneRules old = ZoneRules.of(summer);
    private final ZoneRules corrected =
        ZoneRules.of(
            summer,
            summer,
            List.of(),
            List.of(
                ZoneOffsetTransition.of(LocalDateTime.parse("2026-05-01T00:00"), summer, winter)),
            List.of());

    @Test
    void nextShouldNotComeAgainWhenAFixedTimeWasDecidedByOldRules() {
      // given: decided at 02:30 by the old rules; by the new ones it was 01:30
      Timetable before = Timetable.of("n", spec("{'cron': '30 2 * * *'}"), new ZoneClock(old));
      Timetable after = Timetable.of("n", spec("{'cron': '30 2 * * *'}"), new ZoneClock(corrected));
      Instant decided = before.next(at("2026-06-01T00:00:00Z")).orElseThrow();
      OptionalInt offset = OptionalInt.of(before.offsetAt(decided));

      // then
      assertThat(decided).isEqualTo(at("2026-06-01T00:30:00Z"));
      assertThat(after.next(decided, offset)).contains(at("2026-06-02T01:30:00Z"));
      assertThat(after.next(decided)).as("nobody knew").contains(at("2026-06-01T01:30:00Z"));
    }

    @Test
    void nextShouldFollowElapsedTimeWhenItIsARhythm() {
      Timetable after = Timetable.of("n", spec("{'cron': '@hourly'}"), new ZoneClock(corrected));
      assertThat(after.next(at("2026-06-01T00:00:00Z"), OptionalInt.of(summer.getTotalSeconds())))
          .contains(at("2026-06-01T01:00:00Z"));
    }

    @Test
    void nextShouldBeThatOfTheNewRulesWhenTheyAreKnownInTime() {
      Timetable after = Timetable.of("n", spec("{'cron': '30 2 * * *'}"), new ZoneClock(corrected));
      assertThat(after.next(at("2026-04-30T12:00:00Z"), OptionalInt.of(summer.getTotalSeconds())))
          .contains(at("2026-05-01T01:30:00Z"));
    }
  }
}
