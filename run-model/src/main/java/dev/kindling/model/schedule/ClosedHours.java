package dev.kindling.model.schedule;

import java.time.LocalDateTime;
import java.time.LocalTime;

/**
 * Hours of the week in which nothing is to start.
 *
 * @param days the days on which they begin, as in the day of week of a cron expression ({@code
 *     sat,sun}, {@code mon-fri}); never null, {@code *} where a spec says nothing
 * @param from the first minute; never null, midnight where a spec says nothing
 * @param to the first minute after them; not after {@code from} for hours that end on the next day;
 *     never null, midnight where a spec says nothing
 * @param why for people; may be null
 */
public record ClosedHours(String days, LocalTime from, LocalTime to, String why) {
  public ClosedHours {
    days = days == null ? "*" : days;
    from = from == null ? LocalTime.MIDNIGHT : from;
    to = to == null ? LocalTime.MIDNIGHT : to;
  }

  boolean contains(LocalDateTime time) {
    long weekdays = weekdays();
    boolean begun = !time.toLocalTime().isBefore(from);
    boolean over = !time.toLocalTime().isBefore(to);
    boolean overNight = !from.isBefore(to);
    if (overNight) {
      return (begun && isOn(weekdays, time)) || (!over && isOn(weekdays, time.minusDays(1)));
    }
    return begun && !over && isOn(weekdays, time);
  }

  /**
   * The days as bits from 0 (Sunday).
   *
   * @throws CronSyntaxException if they are no list of weekdays
   */
  long weekdays() {
    return CronFieldParser.parse(CronField.DAY_OF_WEEK, days, new Spread(""));
  }

  private static boolean isOn(long weekdays, LocalDateTime time) {
    return (weekdays >>> (time.getDayOfWeek().getValue() % 7) & 1) != 0;
  }
}
