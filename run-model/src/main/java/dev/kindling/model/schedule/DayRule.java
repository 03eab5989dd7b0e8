package dev.kindling.model.schedule;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;

/**
 * A day of each month that is found by looking at the month, as Quartz writes it: {@code L}, {@code
 * W} and {@code #}. A month that has no such day is left out.
 */
sealed interface DayRule {
  boolean matches(LocalDate day);

  /**
   * The last day of the month, or so many days before it.
   *
   * @param before 0 to 30
   */
  record LastDay(int before) implements DayRule {
    @Override
    public boolean matches(LocalDate day) {
      return day.getDayOfMonth() == day.lengthOfMonth() - before;
    }
  }

  /**
   * The weekday (Monday to Friday) that is nearest to a day, in the same month.
   *
   * @param day 1 to 31
   */
  record NearestWeekday(int day) implements DayRule {
    @Override
    public boolean matches(LocalDate other) {
      return nearestWeekday(YearMonth.from(other), day, other);
    }
  }

  /**
   * The weekday that is nearest to the last day of the month or so many days before it.
   *
   * @param before 0 to 30
   */
  record NearestWeekdayToLast(int before) implements DayRule {
    @Override
    public boolean matches(LocalDate day) {
      return nearestWeekday(YearMonth.from(day), day.lengthOfMonth() - before, day);
    }
  }

  /**
   * The last of its kind in the month.
   *
   * @param dayOfWeek 0 (Sunday) to 6
   */
  record LastOfMonth(int dayOfWeek) implements DayRule {
    @Override
    public boolean matches(LocalDate day) {
      return day.getDayOfWeek().getValue() % 7 == dayOfWeek
          && day.getDayOfMonth() + 7 > day.lengthOfMonth();
    }
  }

  /**
   * The first, second, ... fifth of its kind in the month.
   *
   * @param dayOfWeek 0 (Sunday) to 6
   * @param nth from 1
   */
  record NthOfMonth(int dayOfWeek, int nth) implements DayRule {
    @Override
    public boolean matches(LocalDate day) {
      return day.getDayOfWeek().getValue() % 7 == dayOfWeek
          && (day.getDayOfMonth() - 1) / 7 + 1 == nth;
    }
  }

  private static boolean nearestWeekday(YearMonth month, int day, LocalDate other) {
    if (!month.isValidDay(day)) {
      return false;
    }
    DayOfWeek falls = month.atDay(day).getDayOfWeek();
    int nearest =
        switch (falls) {
          case SATURDAY -> day == 1 ? day + 2 : day - 1;
          case SUNDAY -> day == month.lengthOfMonth() ? day - 2 : day + 1;
          default -> day;
        };
    return other.getDayOfMonth() == nearest;
  }
}
