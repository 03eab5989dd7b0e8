package dev.kindling.model.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A cron expression: five fields, six with the seconds in front, one of {@code @hourly @daily
 * @midnight @weekly @monthly @yearly @annually}, or an interval such as {@code @every 15m}. Immutable
 * and pure.
 *
 * <p>Fields, ranges, steps, lists and names are those of crontab(5); days follow {@link CronDays}.
 * Beyond it, a range may run over the end of its field ({@code 22-2}, {@code fri-mon}), days may be
 * written as in Quartz ({@code L}, {@code L-3}, {@code LW}, {@code 15W}, {@code friL}, {@code mon#1}
 * and {@code ?}; days of the week keep cron's numbers, 0 and 7 being Sunday), and {@code H} stands
 * for a value that follows from the schedule's name, as in Jenkins.
 *
 * <p>When the clock of a zone is changed, {@link ClockChanges} says what becomes of times that do
 * not exist or come twice. To cron(8) an expression means fixed times unless its minute or hour
 * begins with {@code *}, or is {@code H} with a step; all others are a rhythm in elapsed time.
 */
public final class CronExpression {
  private static final Map<String, String> NICKNAMES =
      Map.of(
          "@hourly", "0 * * * *",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@weekly", "0 0 * * 0",
          "@monthly", "0 0 1 * *",
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *");

  private final String text;
  private final Rhythm rhythm;

  private CronExpression(String text, Rhythm rhythm) {
    this.text = text;
    this.rhythm = rhythm;
  }

  /**
   * Reads an expression.
   *
   * @param name of the schedule, which {@code H} is spread by; empty where it has none yet
   * @throws CronSyntaxException if it is malformed or can never be due; the message names the field
   *     and the remedy
   */
  public static CronExpression parse(String text, String name) {
    String stripped = text.strip();
    String lower = stripped.toLowerCase(Locale.ROOT);
    if (lower.equals(Interval.WORD) || lower.startsWith(Interval.WORD + " ")) {
      return new CronExpression(
          stripped, Interval.parse(lower.substring(Interval.WORD.length()).strip()));
    }
    return new CronExpression(stripped, fields(stripped, new Spread(name)));
  }

  private static LocalTimes fields(String text, Spread spread) {
    String[] written = expanded(text).split("\\s+");
    if (written.length != 5 && written.length != 6) {
      throw new CronSyntaxException(
          "\""
              + text
              + "\" has "
              + written.length
              + " fields and needs five: minute, hour, day of month, month, day of week; or six, with"
              + " the seconds in front.");
    }
    String[] fields = new String[6];
    fields[0] = "0";
    System.arraycopy(written, 0, fields, 6 - written.length, written.length);
    long seconds = CronFieldParser.parse(CronField.SECOND, fields[0], spread);
    long minutes = CronFieldParser.parse(CronField.MINUTE, fields[1], spread);
    long hours = CronFieldParser.parse(CronField.HOUR, fields[2], spread);
    CronDays days =
        new CronDays(
            DayField.parse(CronField.DAY_OF_MONTH, fields[3], spread),
            CronFieldParser.parse(CronField.MONTH, fields[4], spread),
            DayField.parse(CronField.DAY_OF_WEEK, fields[5], spread));
    if (!days.possible()) {
      throw new CronSyntaxException(
          "The field day of month: \""
              + fields[3]
              + "\" never comes in month \""
              + fields[4]
              + "\""
              + (fields[5].startsWith("*") ? "" : " on day of week \"" + fields[5] + "\"")
              + ": choose a day that the month has.");
    }
    boolean fixed = !isRhythm(fields[1]) && !isRhythm(fields[2]);
    return new LocalTimes(days, new DayTimes(hours, minutes, seconds), fixed);
  }

  private static boolean isRhythm(String field) {
    return field.startsWith("*") || field.startsWith("H/");
  }

  private static String expanded(String text) {
    if (!text.startsWith("@")) {
      return text;
    }
    String meaning = NICKNAMES.get(text.toLowerCase(Locale.ROOT));
    if (meaning == null) {
      throw new CronSyntaxException(
          "\""
              + text
              + "\" is not known: use @hourly, @daily, @weekly, @monthly, @yearly or @every 15m, or"
              + " five fields.");
    }
    return meaning;
  }

  /**
   * The first instant after this one at which the expression is due.
   *
   * @param after exclusive
   * @param zone whose clock the expression speaks of
   * @param changes what is done when that clock is changed
   * @return a whole second; empty if there is none up to the year 9999
   */
  public Optional<Instant> next(Instant after, ZoneId zone, ClockChanges changes) {
    OptionalLong next = rhythm.next(after.getEpochSecond(), ZoneClock.of(zone), changes);
    return next.isPresent()
        ? Optional.of(Instant.ofEpochSecond(next.getAsLong()))
        : Optional.empty();
  }

  /** Whether it means particular times of day, and not a rhythm in elapsed time. */
  boolean isFixed() {
    return rhythm instanceof LocalTimes times && times.fixed();
  }

  Rhythm rhythm() {
    return rhythm;
  }

  /** The expression as it was written. */
  @Override
  public String toString() {
    return text;
  }
}
