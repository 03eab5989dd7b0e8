package dev.kindling.model.schedule;

import java.time.LocalDate;
import java.time.YearMonth;

/**
 * The days that an expression means. Vixie cron's rule (crontab(5), and find_jobs in its cron.c):
 * when day of month and day of week are both restricted, a day that fits either will do; a field
 * that begins with {@code *}, also with a step, does not count as restricted, and then a day must
 * fit both.
 *
 * @param daysOfMonth bits 1 to 31
 * @param months bits 1 to 12
 * @param daysOfWeek bits 0 (Sunday) to 6
 * @param either whether one of the two kinds of days is enough
 */
record CronDays(long daysOfMonth, long months, long daysOfWeek, boolean either) {
  private static final int CYCLE_YEARS = 400;

  /** Whether there is any such day: the calendar repeats itself every 400 years, weekdays too. */
  boolean possible() {
    if (either) {
      return true;
    }
    for (int month = 1; month <= 12; month++) {
      long last = YearMonth.of(2000, month).lengthOfMonth();
      long existing = (1L << (last + 1)) - 1;
      if (has(months, month) && (daysOfMonth & existing) != 0) {
        return true;
      }
    }
    return false;
  }

  boolean match(LocalDate day) {
    if (!has(months, day.getMonthValue())) {
      return false;
    }
    boolean byMonth = has(daysOfMonth, day.getDayOfMonth());
    boolean byWeek = has(daysOfWeek, day.getDayOfWeek().getValue() % 7);
    return either ? byMonth || byWeek : byMonth && byWeek;
  }

  /** The first such day from this one on; null if 400 years have none. */
  LocalDate from(LocalDate day) {
    int lastYear = day.getYear() + CYCLE_YEARS;
    LocalDate at = day;
    while (!match(at)) {
      if (has(months, at.getMonthValue())) {
        at = at.plusDays(1);
      } else {
        at = at.withDayOfMonth(1).plusMonths(1);
      }
      if (at.getYear() > lastYear) {
        return null;
      }
    }
    return at;
  }

  private static boolean has(long bits, int value) {
    return (bits >>> value & 1) != 0;
  }
}
