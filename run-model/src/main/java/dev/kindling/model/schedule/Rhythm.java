package dev.kindling.model.schedule;

import java.util.OptionalLong;

/** What an expression means. Pure. */
sealed interface Rhythm permits LocalTimes, Interval {
  /**
   * The first second after this one at which it is due.
   *
   * @param after exclusive, in seconds since 1970
   * @return empty if there is none up to the year 9999
   */
  OptionalLong next(long after, ZoneClock clock, ClockChanges changes);
}
