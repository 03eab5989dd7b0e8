package dev.kindling.model.schedule;

/**
 * Times of a day: every combination of some hours, minutes and seconds.
 *
 * @param hours bits 0 to 23, at least one
 * @param minutes bits 0 to 59, at least one
 * @param seconds bits 0 to 59, at least one
 */
record DayTimes(long hours, long minutes, long seconds) {
  private static final int MINUTE = 60;
  private static final int HOUR = 3_600;

  /** The first one, as a second of the day. */
  int first() {
    return time(next(hours, 0), next(minutes, 0), next(seconds, 0));
  }

  /** The first one from this second of the day on; -1 if there is none left. */
  int from(int secondOfDay) {
    int hour = secondOfDay / HOUR;
    int minute = secondOfDay / MINUTE % MINUTE;
    int nextHour = next(hours, hour);
    if (nextHour == hour) {
      int nextMinute = next(minutes, minute);
      if (nextMinute == minute) {
        int nextSecond = next(seconds, secondOfDay % MINUTE);
        if (nextSecond >= 0) {
          return time(hour, minute, nextSecond);
        }
        nextMinute = next(minutes, minute + 1);
      }
      if (nextMinute >= 0) {
        return time(hour, nextMinute, next(seconds, 0));
      }
      nextHour = next(hours, hour + 1);
    }
    return nextHour < 0 ? -1 : time(nextHour, next(minutes, 0), next(seconds, 0));
  }

  private static int time(int hour, int minute, int second) {
    return hour * HOUR + minute * MINUTE + second;
  }

  /** The lowest set bit from this one on, or -1. */
  private static int next(long bits, int from) {
    long rest = bits >>> from;
    return rest == 0 ? -1 : from + Long.numberOfTrailingZeros(rest);
  }
}
