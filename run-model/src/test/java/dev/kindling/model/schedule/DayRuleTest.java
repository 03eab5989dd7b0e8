package dev.kindling.model.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Each rule against its own words, taken literally and slowly, over 28 years: after those the
 * weekdays repeat themselves.
 */
class DayRuleTest {
  private static final List<YearMonth> MONTHS =
      IntStream.range(0, 28 * 12).mapToObj(YearMonth.of(2024, 1)::plusMonths).toList();

  private static List<LocalDate> daysOf(YearMonth month) {
    return month.atDay(1).datesUntil(month.plusMonths(1).atDay(1)).toList();
  }

  private static boolean isWeekday(LocalDate day) {
    return day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
  }

  private static Optional<LocalDate> nearestWeekday(YearMonth month, int day) {
    return daysOf(month).stream()
        .filter(DayRuleTest::isWeekday)
        .min(Comparator.comparingInt(other -> Math.abs(other.getDayOfMonth() - day)))
        .filter(found -> day >= 1 && day <= month.lengthOfMonth());
  }

  private static void check(DayRule rule, YearMonth month, Optional<LocalDate> expected) {
    assertThat(
            daysOf(month).stream()
                .filter(day -> (rule.in(MonthShape.of(day)) >>> day.getDayOfMonth() & 1) != 0)
                .toList())
        .as(rule + " in " + month)
        .isEqualTo(expected.stream().toList());
  }

  @Test
  void lastDayShouldBeTheMonthsLastOrSoManyBefore() {
    for (YearMonth month : MONTHS) {
      List<LocalDate> days = daysOf(month);
      for (int before = 0; before <= 30; before++) {
        int index = days.size() - 1 - before;
        Optional<LocalDate> expected = index < 0 ? Optional.empty() : Optional.of(days.get(index));
        check(new DayRule.LastDay(before), month, expected);
      }
    }
  }

  @Test
  void nearestWeekdayShouldStayInItsMonth() {
    for (YearMonth month : MONTHS) {
      for (int day = 1; day <= 31; day++) {
        check(new DayRule.NearestWeekday(day), month, nearestWeekday(month, day));
        int before = day - 1;
        check(
            new DayRule.NearestWeekdayToLast(before),
            month,
            nearestWeekday(month, month.lengthOfMonth() - before));
      }
    }
  }

  @Test
  void daysOfTheWeekShouldBeCountedFromEitherEndOfTheMonth() {
    for (YearMonth month : MONTHS) {
      for (int weekday = 0; weekday <= 6; weekday++) {
        int value = weekday;
        List<LocalDate> ofKind =
            daysOf(month).stream()
                .filter(day -> day.getDayOfWeek().getValue() % 7 == value)
                .toList();
        check(new DayRule.LastOfMonth(weekday), month, Optional.of(ofKind.get(ofKind.size() - 1)));
        for (int nth = 1; nth <= 5; nth++) {
          check(
              new DayRule.NthOfMonth(weekday, nth),
              month,
              nth > ofKind.size() ? Optional.empty() : Optional.of(ofKind.get(nth - 1)));
        }
      }
    }
  }
}
