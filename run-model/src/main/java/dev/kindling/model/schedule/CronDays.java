package dev.kindling.model.schedule;

import java.time.LocalDate;

/**
 * The days that an expression means. Vixie cron's rule (crontab(5), and find_jobs in its cron.c):
 * when day of month and day of week are both restricted, a day that fits either will do; a field
 * that begins with {@code *}, also with a step, does not count as restricted, and then a day must
 * fit both.
 *
 * @param ofMonth values 1 to 31
 * @param months bits 1 to 12
 * @param ofWeek values 0 (Sunday) to 6
 */
record CronDays(DayField ofMonth, long months, DayField ofWeek) {
  private static final int CYCLE_YEARS = 400;

  /** Where a calendar's cycle may begin as well as anywhere. */
  private static final LocalDate SOME_DAY = LocalDate.of(2000, 1, 1);

  /** Whether one of the two kinds of days is enough. */
  private boolean either() {
    return ofMonth.restricted() && ofWeek.restricted();
  }

  /** Whether there is any such day: the calendar repeats itself every 400 years, weekdays too. */
  boolean possible() {
    return from(SOME_DAY) != null;
  }

  boolean match(LocalDate day) {
    if (!has(months, day.getMonthValue())) {
      return false;
    }
    boolean byMonth = ofMonth.matches(day, day.getDayOfMonth());
    boolean byWeek = ofWeek.matches(day, day.getDayOfWeek().getValue() % 7);
    return either() ? byMonth || byWeek : byMonth && byWeek;
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
