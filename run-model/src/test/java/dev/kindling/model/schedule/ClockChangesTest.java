package dev.kindling.model.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each policy for changes of the clock. */
class ClockChangesTest {

  /** Each line: why; expression; zone; gap; overlap; asked after; the next instants. */
  @ParameterizedTest(name = "{0}: {1} in {2}, {3}, {4}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      skip leaves a fixed time out             | 30 2 * * *     | Europe/Berlin       | SKIP  | CRON   | 2026-03-28T12:00:00Z | 2026-03-30T00:30:00Z
      skip leaves a yearly one out for a year  | 30 2 29 3 *    | Europe/Berlin       | SKIP  | CRON   | 2026-01-01T00:00:00Z | 2027-03-29T00:30:00Z
      shift makes up for a rhythm, too         | */30 2 * * *   | Europe/Berlin       | SHIFT | CRON   | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z 2026-03-30T00:00:00Z
      shift adds nothing to what is due anyway | */20 * * * *   | Europe/Berlin       | SHIFT | CRON   | 2026-03-29T00:40:00Z | 2026-03-29T01:00:00Z 2026-03-29T01:20:00Z
      shift adds one to a rhythm beside it     | 30 * * * *     | Europe/Berlin       | SHIFT | CRON   | 2026-03-29T00:30:00Z | 2026-03-29T01:00:00Z 2026-03-29T01:30:00Z
      first, fixed                             | 30 2 * * *     | Europe/Berlin       | CRON  | FIRST  | 2026-10-24T12:00:00Z | 2026-10-25T00:30:00Z 2026-10-26T01:30:00Z
      second, fixed                            | 30 2 * * *     | Europe/Berlin       | CRON  | SECOND | 2026-10-24T12:00:00Z | 2026-10-25T01:30:00Z 2026-10-26T01:30:00Z
      both, fixed                              | 30 2 * * *     | Europe/Berlin       | CRON  | BOTH   | 2026-10-24T12:00:00Z | 2026-10-25T00:30:00Z 2026-10-25T01:30:00Z 2026-10-26T01:30:00Z
      first, hourly: an hour without           | 0 * * * *      | Europe/Berlin       | CRON  | FIRST  | 2026-10-24T23:30:00Z | 2026-10-25T00:00:00Z 2026-10-25T02:00:00Z
      second, hourly: an hour without          | 0 * * * *      | Europe/Berlin       | CRON  | SECOND | 2026-10-24T22:30:00Z | 2026-10-24T23:00:00Z 2026-10-25T01:00:00Z 2026-10-25T02:00:00Z
      second, asked within the first time      | 30 2 * * *     | Europe/Berlin       | CRON  | SECOND | 2026-10-25T00:40:00Z | 2026-10-25T01:30:00Z
      the end of a repeated hour comes once    | 0 3 * * *      | Europe/Berlin       | CRON  | BOTH   | 2026-10-24T12:00:00Z | 2026-10-25T02:00:00Z 2026-10-26T02:00:00Z
      the beginning of it comes twice          | 0 2 * * *      | Europe/Berlin       | CRON  | BOTH   | 2026-10-24T12:00:00Z | 2026-10-25T00:00:00Z 2026-10-25T01:00:00Z
      New York, both                           | 30 1 * * *     | America/New_York    | CRON  | BOTH   | 2026-10-31T12:00:00Z | 2026-11-01T05:30:00Z 2026-11-01T06:30:00Z 2026-11-02T06:30:00Z
      half an hour, both                       | 45 1 * * *     | Australia/Lord_Howe | CRON  | BOTH   | 2026-04-04T00:00:00Z | 2026-04-04T14:45:00Z 2026-04-04T15:15:00Z 2026-04-05T15:15:00Z
      half an hour, skip                       | 15 2 * * *     | Australia/Lord_Howe | SKIP  | CRON   | 2026-10-03T00:00:00Z | 2026-10-04T15:15:00Z
      a gap at midnight, skip                  | @daily         | America/Havana      | SKIP  | CRON   | 2026-03-07T12:00:00Z | 2026-03-09T04:00:00Z
      an overlap at midnight, second           | 30 0 * * *     | America/Havana      | CRON  | SECOND | 2026-10-31T12:00:00Z | 2026-11-01T05:30:00Z 2026-11-02T05:30:00Z
      Ramadan: back in February, fixed         | 30 2 * * *     | Africa/Casablanca   | CRON  | CRON   | 2026-02-14T12:00:00Z | 2026-02-15T01:30:00Z 2026-02-16T02:30:00Z
      Ramadan: back in February, both          | 30 2 * * *     | Africa/Casablanca   | CRON  | BOTH   | 2026-02-14T12:00:00Z | 2026-02-15T01:30:00Z 2026-02-15T02:30:00Z 2026-02-16T02:30:00Z
      Ramadan: forward in March                | 30 2 * * *     | Africa/Casablanca   | CRON  | CRON   | 2026-03-21T12:00:00Z | 2026-03-22T02:00:00Z 2026-03-23T01:30:00Z
      a day that the calendar left out         | 0 12 * * *     | Pacific/Apia        | SHIFT | BOTH   | 2011-12-29T12:00:00Z | 2011-12-29T22:00:00Z 2011-12-30T22:00:00Z
      a zone whose clock is never changed      | 45 5 * * *     | Asia/Kathmandu      | SHIFT | BOTH   | 2026-01-01T00:00:00Z | 2026-01-02T00:00:00Z
      """)
  void nextShouldFollowThePolicyWhenTheClockIsChanged(
      String why,
      String cron,
      String zone,
      Gap gap,
      Overlap overlap,
      Instant after,
      String expected) {
    // given
    CronExpression expression = CronExpression.parse(cron, "");
    ClockChanges changes = new ClockChanges(gap, overlap);

    // when
    List<Instant> next = new ArrayList<>();
    Instant at = after;
    for (int i = 0; i < expected.split(" ").length; i++) {
      at = expression.next(at, ZoneId.of(zone), changes).orElseThrow();
      next.add(at);
    }

    // then
    assertThat(next)
        .as(why)
        .isEqualTo(Arrays.stream(expected.split(" ")).map(Instant::parse).toList());
  }

  /** Two days around each change of the clock within some years, second by second. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "America/Havana",
        "Africa/Casablanca",
        "CET",
        "Pacific/Apia"
      })
  void nextShouldAgreeWithEverySecondWhenPoliciesAreRandom(String zoneName) {
    // given
    long seed = Long.getLong("kindling.seed", 20_261_126L) + zoneName.hashCode();
    Random random = new Random(seed);
    ZoneId zone = ZoneId.of(zoneName);
    for (Instant change : changes(zone.getRules())) {
      Instant from = change.minus(Duration.ofDays(1));
      Instant to = change.plus(Duration.ofDays(1));
      Set<Integer> seconds = new TreeSet<>();
      random.ints(1 + random.nextInt(3), 0, 60).forEach(seconds::add);
      RandomCron cron = new RandomCron(random);
      String text = seconds.stream().map(String::valueOf).collect(Collectors.joining(","));
      CronExpression expression;
      try {
        expression = CronExpression.parse(text + " " + cron.text(), "");
      } catch (CronSyntaxException e) {
        continue;
      }
      Gap gap = random.nextBoolean() ? Gap.SHIFT : Gap.SKIP;
      Overlap overlap = List.of(Overlap.FIRST, Overlap.SECOND, Overlap.BOTH).get(random.nextInt(3));

      // when
      List<Instant> expected =
          new NaiveClock(
                  time -> seconds.contains(time.getSecond()) && cron.matches(time),
                  gap == Gap.SHIFT,
                  overlap != Overlap.SECOND,
                  overlap != Overlap.FIRST,
                  zone.getRules())
              .due(from, to);
      List<Instant> actual = new ArrayList<>();
      ClockChanges policy = new ClockChanges(gap, overlap);
      for (Optional<Instant> next = expression.next(from, zone, policy);
          next.isPresent() && !next.get().isAfter(to);
          next = expression.next(next.get(), zone, policy)) {
        actual.add(next.get());
      }

      // then
      assertThat(actual)
          .as("\"%s\" in %s around %s, %s, seed %d", expression, zoneName, change, policy, seed)
          .isEqualTo(expected);
    }
  }

  private static List<Instant> changes(ZoneRules rules) {
    return Stream.iterate(
            rules.nextTransition(Instant.parse("2008-01-01T00:00:00Z")),
            change ->
                change != null
                    && change.getInstant().isBefore(Instant.parse("2032-01-01T00:00:00Z")),
            change -> rules.nextTransition(change.getInstant()))
        .filter(change -> Math.abs(change.getDuration().toHours()) <= 3)
        .map(ZoneOffsetTransition::getInstant)
        .toList();
  }

  @Test
  void specShouldSayCronWhenNothingIsWritten() {
    assertThat(new ClockChanges(null, null)).isEqualTo(new ClockChanges(Gap.CRON, Overlap.CRON));
  }
}
