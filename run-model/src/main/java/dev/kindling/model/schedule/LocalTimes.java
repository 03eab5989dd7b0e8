package dev.kindling.model.schedule;

import dev.kindling.model.schedule.ZoneClock.Span;
import java.time.LocalDate;
import java.util.OptionalLong;

/**
 * Times on the wall: some days, and some times of those.
 *
 * @param fixed whether they are particular times to cron(8), and not a rhythm in elapsed time
 */
record LocalTimes(CronDays days, DayTimes times, boolean fixed) implements Rhythm {
  private static final int DAY = 86_400;

  /** Nobody plans further, and it keeps the arithmetic far from the end of time. */
  private static final int LAST_YEAR = 9999;

  private static final long NEVER = Long.MAX_VALUE;

  /** From one change of the clock to the next: between two of them local time is plain. */
  @Override
  public OptionalLong next(long after, ZoneClock clock, ClockChanges changes) {
    long at = after + 1;
    Span span = clock.at(at);
    while (true) {
      if (at == span.begin() && makesUp(span, changes)) {
        return OptionalLong.of(at);
      }
      long due = nextLocal(Math.max(at + span.offset(), repeatedUntil(span, changes)));
      if (due == NEVER) {
        return OptionalLong.empty();
      }
      if (due - span.offset() < end(span, changes)) {
        return OptionalLong.of(due - span.offset());
      }
      if (span.end() == Long.MAX_VALUE) {
        return OptionalLong.empty();
      }
      // No span that is over a day before is worth a look: no clock is that far from another.
      Span later = clock.at(due - span.offset() - DAY);
      at = Math.max(span.end(), later.begin());
      span = later.contains(at) ? later : clock.at(at);
    }
  }

  /** Whether a time was skipped at the beginning of the span that is due now instead. */
  private boolean makesUp(Span span, ClockChanges changes) {
    int skipped = span.changeBefore();
    if (skipped <= 0 || !ClockChanges.isUsual(skipped) || !changes.gap().shifts(fixed)) {
      return false;
    }
    long shows = span.begin() + span.offset();
    return isDueWithin(shows - skipped, shows);
  }

  /** The local time up to which the span only repeats what was due before. */
  private long repeatedUntil(Span span, ClockChanges changes) {
    int change = span.changeBefore();
    boolean left = change < 0 && ClockChanges.isUsual(change);
    return left && !changes.overlap().secondTime(fixed)
        ? span.begin() + span.offset() - change
        : Long.MIN_VALUE;
  }

  /** The end of the span, or of what will not come again after it. */
  private static long end(Span span, ClockChanges changes) {
    int change = span.changeAfter();
    boolean comesAgain = change < 0 && ClockChanges.isUsual(change);
    return comesAgain && !changes.overlap().firstTime() ? span.end() + change : span.end();
  }

  /** Whether one of the times lies between these two local ones, the second exclusive. */
  boolean isDueWithin(long from, long to) {
    return nextLocal(from) < to;
  }

  /** The first such time from this one on, as if no clock was ever changed; or {@link #NEVER}. */
  private long nextLocal(long from) {
    LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(from, DAY));
    if (days.match(day)) {
      int time = times.from(Math.floorMod(from, DAY));
      if (time >= 0) {
        return local(day, time);
      }
    }
    LocalDate later = days.from(day.plusDays(1));
    return later == null ? NEVER : local(later, times.first());
  }

  private static long local(LocalDate day, int time) {
    return day.getYear() > LAST_YEAR ? NEVER : day.toEpochDay() * DAY + time;
  }
}
