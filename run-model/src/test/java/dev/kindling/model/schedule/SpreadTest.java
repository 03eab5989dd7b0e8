package dev.kindling.model.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code H}. */
class SpreadTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private static List<Instant> instants(String cron, String name, int count) {
    CronExpression expression = CronExpression.parse(cron, name);
    List<Instant> all = new ArrayList<>();
    Instant at = BEGIN;
    for (int i = 0; i < count; i++) {
      at = expression.next(at, ZoneOffset.UTC, ClockChanges.CRON).orElseThrow();
      all.add(at);
    }
    return all;
  }

  private static Set<Integer> minutes(String cron, String name) {
    Set<Integer> minutes = new HashSet<>();
    instants(cron, name, 200).forEach(at -> minutes.add(at.atZone(ZoneOffset.UTC).getMinute()));
    return minutes;
  }

  @Test
  void hShouldBeOneValueWhichTheNameDecides() {
    assertThat(minutes("H * * * *", "etl")).hasSize(1).isEqualTo(minutes("H * * * *", "etl"));
    assertThat(instants("H H * * *", "etl", 3)).isEqualTo(instants("H H * * *", "etl", 3));
  }

  /** The values must never change, or an update would move every schedule. */
  @Test
  void hShouldBeWhatItHasAlwaysBeen() {
    assertThat(instants("H H(0-5) H * H", "nightly", 2))
        .containsExactly(
            Instant.parse("2026-01-04T02:12:00Z"), Instant.parse("2026-01-06T02:12:00Z"));
  }

  @Test
  void hShouldSpreadEvenlyWhenThereAreManyNames() {
    // given
    Map<Integer, Integer> counts = new HashMap<>();

    // when
    IntStream.range(0, 6_000)
        .mapToObj(number -> minutes1("H * * * *", "job-" + number))
        .forEach(minute -> counts.merge(minute, 1, Integer::sum));

    // then: a hundred each; four standard deviations are forty
    assertThat(counts).hasSize(60);
    assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(60, 140));
  }

  private static int minutes1(String cron, String name) {
    return instants(cron, name, 1).get(0).atZone(ZoneOffset.UTC).getMinute();
  }

  @Test
  void hShouldStayInItsRangeWhenItHasOne() {
    for (int number = 0; number < 100; number++) {
      assertThat(minutes("H(10-19) * * * *", "job-" + number))
          .hasSize(1)
          .allSatisfy(minute -> assertThat(minute).isBetween(10, 19));
    }
  }

  @Test
  void hShouldBeginSomewhereInItsStepWhenItHasOne() {
    Set<Integer> firsts = new HashSet<>();
    for (int number = 0; number < 300; number++) {
      List<Instant> instants = instants("H/15 * * * *", "job-" + number, 5);
      firsts.add(instants.get(0).atZone(ZoneOffset.UTC).getMinute());
      for (int i = 1; i < instants.size(); i++) {
        assertThat(Duration.between(instants.get(i - 1), instants.get(i)))
            .isEqualTo(Duration.ofMinutes(15));
      }
    }
    assertThat(firsts).hasSizeGreaterThan(12).allSatisfy(first -> assertThat(first).isLessThan(16));
  }

  @Test
  void hShouldComeInEachMonthWhenItIsADay() {
    for (int number = 0; number < 100; number++) {
      assertThat(instants("0 0 H * *", "job-" + number, 12))
          .extracting(at -> at.atZone(ZoneOffset.UTC).getMonthValue())
          .containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    }
  }

  @Test
  void fieldsShouldBeIndependentOfEachOther() {
    Set<String> pairs = new HashSet<>();
    for (int number = 0; number < 200; number++) {
      var at = instants("H H * * *", "job-" + number, 1).get(0).atZone(ZoneOffset.UTC);
      pairs.add(at.getHour() + ":" + at.getMinute());
    }
    assertThat(pairs).hasSizeGreaterThan(170);
  }
}
