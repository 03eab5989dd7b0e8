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
  /** The calendar repeats itself after so many years, weekdays too. */
  static final int CYCLE_YEARS = 400;

  /** Where a calendar's cycle may begin as well as anywhere. */
  static final LocalDate SOME_DAY = LocalDate.of(2000, 1, 1);

  /** Whether one of the two kinds of days is enough. */
  boolean either() {
    return ofMonth.restricted() && ofWeek.restricted();
  }

  /** Whether there is any such day. */
  boolean possible() {
    return from(SOME_DAY) != null;
  }

  boolean match(LocalDate day) {
    return (in(day) >>> day.getDayOfMonth() & 1) != 0;
  }

  /** The first such day from this one on; null if 400 years have none. */
  LocalDate from(LocalDate day) {
    long rest = (in(day) >>> day.getDayOfMonth()) << day.getDayOfMonth();
    LocalDate month = day;
    while (rest == 0) {
      month = nextMonth(month);
      if (month.getYear() > day.getYear() + CYCLE_YEARS) {
        return null;
      }
      rest = in(month);
    }
    return month.withDayOfMonth(Long.numberOfTrailingZeros(rest));
  }

  /** The first day of the next month that the expression names. */
  private LocalDate nextMonth(LocalDate day) {
    long later = months >>> (day.getMonthValue() + 1);
    return later == 0
        ? LocalDate.of(day.getYear() + 1, Long.numberOfTrailingZeros(months), 1)
        : LocalDate.of(
            day.getYear(), day.getMonthValue() + 1 + Long.numberOfTrailingZeros(later), 1);
  }

  /** Which days of a day's month they are, as bits from 1. */
  long in(LocalDate day) {
    if ((months >>> day.getMonthValue() & 1) == 0) {
      return 0;
    }
    MonthShape month = MonthShape.of(day);
    long byMonth = (ofMonth.values() & month.days()) | ofMonth.ruled(month);
    long byWeek = month.on(ofWeek.values()) | ofWeek.ruled(month);
    return either() ? byMonth | byWeek : byMonth & byWeek;
  }
}
