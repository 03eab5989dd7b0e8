package dev.kindling.model.schedule;

/**
 * A day of each month that is found by looking at the month, as Quartz writes it: {@code L}, {@code
 * W} and {@code #}. A month that has no such day is left out.
 */
sealed interface DayRule {
  /** The day in this month as a bit; 0 where there is none. */
  long in(MonthShape month);

  /**
   * The last day of the month, or so many days before it.
   *
   * @param before 0 to 30
   */
  record LastDay(int before) implements DayRule {
    @Override
    public long in(MonthShape month) {
      return month.day(month.length() - before);
    }
  }

  /**
   * The weekday (Monday to Friday) that is nearest to a day, in the same month.
   *
   * @param day 1 to 31
   */
  record NearestWeekday(int day) implements DayRule {
    @Override
    public long in(MonthShape month) {
      return nearestWeekday(month, day);
    }
  }

  /**
   * The weekday that is nearest to the last day of the month or so many days before it.
   *
   * @param before 0 to 30
   */
  record NearestWeekdayToLast(int before) implements DayRule {
    @Override
    public long in(MonthShape month) {
      return nearestWeekday(month, month.length() - before);
    }
  }

  /**
   * The last of its kind in the month.
   *
   * @param dayOfWeek 0 (Sunday) to 6
   */
  record LastOfMonth(int dayOfWeek) implements DayRule {
    @Override
    public long in(MonthShape month) {
      return Long.highestOneBit(month.on(1L << dayOfWeek));
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
    public long in(MonthShape month) {
      int first = Long.numberOfTrailingZeros(month.on(1L << dayOfWeek));
      return month.day(first + (nth - 1) * 7);
    }
  }

  private static long nearestWeekday(MonthShape month, int day) {
    if (month.day(day) == 0) {
      return 0;
    }
    return month.day(
        switch (month.weekday(day)) {
          case 6 -> day == 1 ? day + 2 : day - 1;
          case 0 -> day == month.length() ? day - 2 : day + 1;
          default -> day;
        });
  }
}
