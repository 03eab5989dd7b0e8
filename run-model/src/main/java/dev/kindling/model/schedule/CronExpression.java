package dev.kindling.model.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A cron expression of five fields, of six with the seconds in front, or one of {@code @hourly
 * @daily @midnight @weekly @monthly @yearly @annually}. Immutable and pure.
 *
 * <p>Fields, ranges, steps, lists and names are those of crontab(5); days follow {@link CronDays}.
 * Beyond it, a range may run over the end of its field ({@code 22-2}, {@code fri-mon}), and days may
 * be written as in Quartz: {@code L}, {@code L-3}, {@code LW}, {@code 15W}, {@code friL}, {@code
 * mon#1} and {@code ?}; days of the week keep cron's numbers, 0 and 7 being Sunday.
 *
 * <p>When the clock of a zone jumps, the rule is that of Debian's cron(8). An expression that has
 * no {@code *} at the beginning of its minute and of its hour means fixed times: one in a skipped
 * interval is due right after the change (several in it make one instant), one in a repeated
 * interval is due at its first pass only. Any other expression follows elapsed time: what does not
 * exist is left out, what comes twice is due twice. A jump forward of more than three hours is a
 * correction of the calendar, and nothing is made up for.
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

  /** By cron(8) a greater change is a correction of the clock. */
  private static final Duration LONGEST_JUMP = Duration.ofHours(3);

  /** Nobody plans further, and it keeps the arithmetic far from the end of time. */
  private static final int LAST_YEAR = 9999;

  private final String text;
  private final long seconds;
  private final long minutes;
  private final long hours;
  private final CronDays days;
  private final boolean fixedTimes;

  private CronExpression(
      String text, long seconds, long minutes, long hours, CronDays days, boolean fixedTimes) {
    this.text = text;
    this.seconds = seconds;
    this.minutes = minutes;
    this.hours = hours;
    this.days = days;
    this.fixedTimes = fixedTimes;
  }

  /**
   * Reads an expression.
   *
   * @throws CronSyntaxException if it is malformed or can never be due; the message names the field
   *     and the remedy
   */
  public static CronExpression parse(String text) {
    String stripped = text.strip();
    String[] written = expanded(stripped).split("\\s+");
    if (written.length != 5 && written.length != 6) {
      throw new CronSyntaxException(
          "\""
              + stripped
              + "\" has "
              + written.length
              + " fields and needs five: minute, hour, day of month, month, day of week; or six, with"
              + " the seconds in front.");
    }
    String[] fields = new String[6];
    fields[0] = "0";
    System.arraycopy(written, 0, fields, 6 - written.length, written.length);
    CronDays days =
        new CronDays(
            DayField.parse(CronField.DAY_OF_MONTH, fields[3]),
            CronFieldParser.parse(CronField.MONTH, fields[4]),
            DayField.parse(CronField.DAY_OF_WEEK, fields[5]));
    CronExpression expression =
        new CronExpression(
            stripped,
            CronFieldParser.parse(CronField.SECOND, fields[0]),
            CronFieldParser.parse(CronField.MINUTE, fields[1]),
            CronFieldParser.parse(CronField.HOUR, fields[2]),
            days,
            !fields[1].startsWith("*") && !fields[2].startsWith("*"));
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
    return expression;
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
              + "\" is not known: use @hourly, @daily, @weekly, @monthly or @yearly, or five"
              + " fields.");
    }
    return meaning;
  }

  /**
   * The first instant after this one at which the expression is due.
   *
   * @param after exclusive
   * @param zone whose clock the expression speaks of
   * @return a whole second of the zone's clock (a whole minute for five fields), or the instant of
   *     a change of it; empty if there is none up to the year 9999
   */
  public Optional<Instant> next(Instant after, ZoneId zone) {
    return fixedTimes ? nextFixed(after, zone.getRules()) : nextElapsed(after, zone.getRules());
  }

  private Optional<Instant> nextFixed(Instant after, ZoneRules rules) {
    LocalDateTime from = secondAfter(LocalDateTime.ofInstant(after, rules.getOffset(after)));
    ZoneOffsetTransition behind = rules.previousTransition(after.plusNanos(1));
    if (behind != null && behind.isOverlap() && from.isBefore(behind.getDateTimeBefore())) {
      // In the second pass: what stands there was due in the first.
      from = behind.getDateTimeBefore();
    }
    for (LocalDateTime due = nextLocal(from); due != null; due = nextLocal(from)) {
      ZoneOffsetTransition jump = rules.getTransition(due);
      if (jump == null || jump.isOverlap()) {
        return Optional.of(
            due.toInstant(jump == null ? rules.getOffset(due) : jump.getOffsetBefore()));
      }
      if (jump.getDuration().compareTo(LONGEST_JUMP) <= 0) {
        return Optional.of(jump.getInstant());
      }
      from = jump.getDateTimeAfter();
    }
    return Optional.empty();
  }

  /** From one change of the clock to the next: between two of them local time is plain. */
  private Optional<Instant> nextElapsed(Instant after, ZoneRules rules) {
    Instant at = after;
    ZoneOffset offset = rules.getOffset(after);
    LocalDateTime due = nextLocal(secondAfter(LocalDateTime.ofInstant(after, offset)));
    while (due != null) {
      Instant instant = due.toInstant(offset);
      ZoneOffsetTransition jump = rules.nextTransition(at);
      if (jump == null || instant.isBefore(jump.getInstant())) {
        return Optional.of(instant);
      }
      at = jump.getInstant();
      offset = jump.getOffsetAfter();
      if (due.isBefore(jump.getDateTimeAfter()) || jump.isOverlap()) {
        due = nextLocal(jump.getDateTimeAfter());
      }
    }
    return Optional.empty();
  }

  /** The first matching second from this one on, as if no clock ever jumped; null if none. */
  private LocalDateTime nextLocal(LocalDateTime from) {
    if (days.match(from.toLocalDate())) {
      LocalTime later = timeFrom(from.getHour(), from.getMinute(), from.getSecond());
      if (later != null) {
        return bounded(from.toLocalDate(), later);
      }
    }
    LocalDate day = days.from(from.toLocalDate().plusDays(1));
    return day == null ? null : bounded(day, timeFrom(0, 0, 0));
  }

  private static LocalDateTime bounded(LocalDate day, LocalTime time) {
    return day.getYear() > LAST_YEAR ? null : day.atTime(time);
  }

  private LocalTime timeFrom(int hour, int minute, int second) {
    int nextHour = next(hours, hour);
    if (nextHour == hour) {
      int nextMinute = next(minutes, minute);
      if (nextMinute == minute) {
        int nextSecond = next(seconds, second);
        if (nextSecond >= 0) {
          return LocalTime.of(hour, minute, nextSecond);
        }
        nextMinute = next(minutes, minute + 1);
      }
      if (nextMinute >= 0) {
        return LocalTime.of(hour, nextMinute, next(seconds, 0));
      }
      nextHour = next(hours, hour + 1);
    }
    return nextHour < 0 ? null : LocalTime.of(nextHour, next(minutes, 0), next(seconds, 0));
  }

  /** The lowest set bit from this one on, or -1. */
  private static int next(long bits, int from) {
    long rest = bits >>> from;
    return rest == 0 ? -1 : from + Long.numberOfTrailingZeros(rest);
  }

  private static LocalDateTime secondAfter(LocalDateTime time) {
    return time.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
  }

  /** The expression as it was written. */
  @Override
  public String toString() {
    return text;
  }
}
