package dev.kindling.model.schedule;

import java.time.LocalDate;

/**
 * A month as a row of days: how many there are, and on which day of the week they begin. Sets of
 * days are bits, bit 1 for the first.
 *
 * @param length 28 to 31
 * @param begins the weekday of the first, 0 (Sunday) to 6
 */
record MonthShape(int length, int begins) {
  private static final int WEEK = 7;

  /** The shape of the month that a day lies in. */
  static MonthShape of(LocalDate day) {
    int weekday = day.getDayOfWeek().getValue() % WEEK;
    return new MonthShape(
        day.lengthOfMonth(), Math.floorMod(weekday - (day.getDayOfMonth() - 1), WEEK));
  }

  /** All of its days. */
  long days() {
    return (1L << (length + 1)) - 2;
  }

  /**
   * The days that fall on one of some weekdays.
   *
   * @param weekdays bits 0 (Sunday) to 6
   */
  long on(long weekdays) {
    long week = weekdays & 0x7f;
    long weeks = week | (week << 7) | (week << 14) | (week << 21) | (week << 28) | (week << 35);
    return ((weeks >>> begins) << 1) & days();
  }

  /** One day; none where the month has no such day. */
  long day(int day) {
    return day < 1 || day > length ? 0 : 1L << day;
  }

  /**
   * The weekday of a day.
   *
   * @return 0 (Sunday) to 6
   */
  int weekday(int day) {
    return (begins + day - 1) % WEEK;
  }
}
