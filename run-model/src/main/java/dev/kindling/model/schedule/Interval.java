package dev.kindling.model.schedule;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code @every 15m}: whole intervals of elapsed time since 1970-01-01T00:00Z. So that the instants
 * do not depend on when somebody saved or started something, they have a common beginning; no
 * change of a clock touches them.
 *
 * @param seconds at least 1
 */
record Interval(long seconds) implements Rhythm {
  static final String WORD = "@every";

  private static final Pattern TEXT =
      Pattern.compile("(?:(\\d{1,5})d)?(?:(\\d{1,5})h)?(?:(\\d{1,6})m)?(?:(\\d{1,8})s)?");
  private static final List<Duration> UNITS =
      List.of(
          Duration.ofDays(1), Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofSeconds(1));
  private static final Duration LONGEST = Duration.ofDays(366);

  /** The last second of the year 9999. */
  private static final long LAST = 253_402_300_799L;

  /**
   * Reads what follows {@link #WORD}.
   *
   * @throws CronSyntaxException naming the remedy
   */
  static Interval parse(String text) {
    Matcher found = TEXT.matcher(text);
    Duration sum = Duration.ZERO;
    if (found.matches()) {
      for (int i = 0; i < UNITS.size(); i++) {
        String amount = found.group(i + 1);
        sum = amount == null ? sum : sum.plus(UNITS.get(i).multipliedBy(Long.parseLong(amount)));
      }
    }
    if (sum.isZero() || sum.compareTo(LONGEST) > 0) {
      throw new CronSyntaxException(
          "\""
              + WORD
              + " "
              + text
              + "\" is no interval from one second to 366 days: write, for example, @every 15m,"
              + " @every 1h30m or @every 2d.");
    }
    return new Interval(sum.toSeconds());
  }

  @Override
  public OptionalLong next(long after, ZoneClock clock, ClockChanges changes) {
    long next = (Math.floorDiv(after, seconds) + 1) * seconds;
    return next > LAST ? OptionalLong.empty() : OptionalLong.of(next);
  }
}
