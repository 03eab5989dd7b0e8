package dev.kindling.model.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The evaluator against a naive walk through every minute. */
class CronExpressionPropertyTest {
  private static final int EXPRESSIONS = 8;
  private static final Duration SPAN = Duration.ofDays(400);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "America/Havana",
        "Africa/Casablanca",
        "Pacific/Apia",
        "Asia/Kathmandu"
      })
  void nextShouldAgreeWithVixieClockWhenExpressionsAreRandom(String zoneName) {
    // given
    long seed = Long.getLong("kindling.seed", 20_261_121L) + zoneName.hashCode();
    Random random = new Random(seed);
    ZoneId zone = ZoneId.of(zoneName);
    for (int i = 0; i < EXPRESSIONS; i++) {
      RandomCron cron = possible(random);
      // Years with the skipped day of Apia and the odd Ramadan changes of Casablanca among them.
      Instant from = Instant.parse((2008 + random.nextInt(24)) + "-06-01T00:00:00Z");

      // when
      List<Instant> expected =
          new VixieClock(cron::matches, cron.wild(), zone.getRules()).due(from, from.plus(SPAN));
      List<Instant> actual =
          all(CronExpression.parse(cron.text(), ""), zone, from, from.plus(SPAN));

      // then
      assertThat(actual)
          .as("\"%s\" in %s from %s, seed %d", cron.text(), zoneName, from, seed)
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe"})
  void nextShouldNotDependOnWhereItIsAskedFromWhenAskedBetweenTwoInstants(String zoneName) {
    // given
    long seed = Long.getLong("kindling.seed", 20_261_121L) + zoneName.hashCode();
    Random random = new Random(seed);
    ZoneId zone = ZoneId.of(zoneName);
    for (int i = 0; i < EXPRESSIONS * 10; i++) {
      RandomCron cron = possible(random);
      CronExpression expression = CronExpression.parse(cron.text(), "");
      Instant from = Instant.parse("2026-01-01T00:00:00Z");
      Instant at = from.plusSeconds(random.nextInt((int) SPAN.toSeconds()));

      // when
      Optional<Instant> next = expression.next(at, zone, ClockChanges.CRON);

      // then
      next.ifPresent(
          due -> {
            long gap = Duration.between(at, due).toSeconds();
            Instant between = at.plusSeconds(random.nextLong(gap));
            assertThat(due).isAfter(at);
            assertThat(expression.next(between, zone, ClockChanges.CRON))
                .as("\"%s\" in %s at %s, seed %d", cron.text(), zoneName, between, seed)
                .contains(due);
          });
    }
  }

  @Test
  void nextShouldAgreeWithEverySecondWhenTheExpressionFollowsElapsedTime() {
    // given
    long seed = Long.getLong("kindling.seed", 20_261_121L);
    Random random = new Random(seed);
    ZoneId zone = ZoneId.of("Europe/Berlin");
    for (Instant from :
        List.of(Instant.parse("2026-03-28T12:00:00Z"), Instant.parse("2026-10-24T12:00:00Z"))) {
      for (int i = 0; i < EXPRESSIONS; i++) {
        Set<Integer> seconds = new TreeSet<>();
        random.ints(1 + random.nextInt(4), 0, 60).forEach(seconds::add);
        RandomCron cron = RandomCron.ofEveryDay(random);
        String text =
            seconds.stream().map(String::valueOf).collect(Collectors.joining(","))
                + " "
                + cron.text();
        Instant to = from.plus(Duration.ofDays(1));

        // when
        List<Instant> expected =
            Stream.iterate(from.plusSeconds(1), at -> !at.isAfter(to), at -> at.plusSeconds(1))
                .filter(at -> seconds.contains(at.atZone(zone).getSecond()))
                .filter(at -> cron.matches(at.atZone(zone).toLocalDateTime()))
                .toList();

        // then
        assertThat(all(CronExpression.parse(text, ""), zone, from, to))
            .as("\"%s\" from %s, seed %d", text, from, seed)
            .isEqualTo(expected);
      }
    }
  }

  private static RandomCron possible(Random random) {
    while (true) {
      RandomCron cron = new RandomCron(random);
      try {
        CronExpression.parse(cron.text(), "");
        return cron;
      } catch (CronSyntaxException e) {
        assertThat(e).hasMessageContaining("never comes in month");
      }
    }
  }

  private static List<Instant> all(CronExpression cron, ZoneId zone, Instant from, Instant to) {
    List<Instant> all = new ArrayList<>();
    Optional<Instant> next = cron.next(from, zone, ClockChanges.CRON);
    while (next.isPresent() && !next.get().isAfter(to)) {
      all.add(next.get());
      next = cron.next(next.get(), zone, ClockChanges.CRON);
    }
    return all;
  }
}
