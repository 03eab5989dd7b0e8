package dev.kindling.model.schedule;

import dev.kindling.model.schedule.ZoneClock.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is right in an expression and may still surprise who wrote it. Pure. */
final class CronWarnings {
  private static final Pattern STEP = Pattern.compile("\\*/(\\d+)");
  private static final Duration LOOK_AHEAD = Duration.ofDays(2 * 366);
  private static final long ALL_HOURS = (1L << 24) - 1;
  private static final long ALL_MINUTES = (1L << 60) - 1;
  private static final int MINUTE = 60;
  private static final int DAY = 86_400;

  private final CronExpression expression;
  private final ZoneClock clock;
  private final ClockChanges changes;
  private final long now;
  private final List<String> warnings = new ArrayList<>();

  private CronWarnings(
      CronExpression expression, ZoneClock clock, ClockChanges changes, Instant now) {
    this.expression = expression;
    this.clock = clock;
    this.changes = changes;
    this.now = now.getEpochSecond();
  }

  /** Each a full sentence with what to write instead; empty where nothing surprises. */
  static List<String> of(
      CronExpression expression, ZoneClock clock, ClockChanges changes, Instant now) {
    CronWarnings found = new CronWarnings(expression, clock, changes, now);
    if (expression.rhythm() instanceof LocalTimes times) {
      found.times(times);
    } else if (expression.rhythm() instanceof Interval interval) {
      found.interval(interval);
    }
    found.frequency();
    return List.copyOf(found.warnings);
  }

  private void times(LocalTimes local) {
    DayTimes times = local.times();
    boolean everyMinute = times.minutes() == ALL_MINUTES && times.hours() != ALL_HOURS;
    if (everyMinute) {
      warnings.add(
          "It is due in each minute of its hours: for once an hour write a number, such as 0, in the"
              + " field minute.");
    }
    steps();
    if (local.days().either()) {
      warnings.add(
          "A day that fits day of month or day of week will do, as in any crontab; it need not fit"
              + " both.");
    }
    months(local.days());
    long until = now + LOOK_AHEAD.toSeconds();
    for (Span span = clock.at(now); span.end() < until; ) {
      span = clock.at(span.end());
      if (ClockChanges.isUsual(span.changeBefore())) {
        change(local, span);
      }
    }
  }

  private void steps() {
    String[] fields = expression.toString().split("\\s+");
    int[] spans = {60, 60, 24};
    String[] names = {"minute", "hour", "day"};
    for (int i = Math.max(0, 6 - fields.length); i < spans.length; i++) {
      Matcher step = STEP.matcher(fields[i - (6 - fields.length)]);
      if (step.matches() && spans[i] % Integer.parseInt(step.group(1)) != 0) {
        warnings.add(
            "\""
                + step.group()
                + "\" begins anew with each "
                + names[i]
                + ", so that the last step is shorter: "
                + spans[i]
                + " cannot be divided by "
                + step.group(1)
                + ".");
      }
    }
  }

  private void months(CronDays days) {
    List<String> never = new ArrayList<>();
    List<String> sometimes = new ArrayList<>();
    for (Month month : Month.values()) {
      if ((days.months() >>> month.getValue() & 1) == 0) {
        continue;
      }
      int without = 0;
      for (int year = 0; year < CronDays.CYCLE_YEARS; year++) {
        LocalDate first = CronDays.SOME_DAY.plusYears(year).withMonth(month.getValue());
        without += days.in(first) == 0 ? 1 : 0;
      }
      if (without > 0) {
        String name = month.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
        (without == CronDays.CYCLE_YEARS ? never : sometimes).add(name);
      }
    }
    if (!never.isEmpty()) {
      warnings.add(
          "It is never due in "
              + String.join(", ", never)
              + ": where the last day of a month is meant, write L.");
    }
    if (!sometimes.isEmpty()) {
      warnings.add("It is not due in each " + String.join(", ", sometimes) + ".");
    }
  }

  /** The clock is changed at the beginning of this span. */
  private void change(LocalTimes local, Span span) {
    int change = span.changeBefore();
    long shows = span.begin() + span.offset();
    boolean wholeDay = local.times().hours() == ALL_HOURS;
    if (change > 0 && local.isDueWithin(shows - change, shows)) {
      boolean moved = changes.gap().shifts(local.fixed());
      if (moved || !wholeDay) {
        warnings.add(
            "On "
                + date(shows)
                + " the times from "
                + time(shows - change)
                + " to "
                + time(shows)
                + " do not exist: what is due in between "
                + (moved ? "is due at " + time(shows) : "is left out")
                + " (clockChanges/gap).");
      }
    } else if (change < 0 && local.isDueWithin(shows, shows - change)) {
      boolean both = changes.overlap().firstTime() && changes.overlap().secondTime(local.fixed());
      if (both != wholeDay) {
        warnings.add(
            "On "
                + date(shows)
                + " the times from "
                + time(shows)
                + " to "
                + time(shows - change)
                + " come twice: what is due then is due "
                + (both
                    ? "both times"
                    : changes.overlap().firstTime() ? "the first time" : "the second time")
                + " (clockChanges/overlap).");
      }
    }
  }

  private void interval(Interval interval) {
    if (interval.seconds() % DAY == 0) {
      warnings.add(
          "Days of "
              + Interval.WORD
              + " are 24 hours, counted from 1970-01-01T00:00Z: for a time of day write, for example,"
              + " \"30 2 * * *\".");
    }
  }

  private void frequency() {
    OptionalLong first = expression.rhythm().next(now, clock, changes);
    OptionalLong second =
        first.isEmpty() ? first : expression.rhythm().next(first.getAsLong(), clock, changes);
    if (second.isPresent() && second.getAsLong() - first.getAsLong() < MINUTE) {
      warnings.add(
          "It is due more than once a minute: a Spark application takes some seconds to start.");
    }
  }

  private static LocalDate date(long local) {
    return dateTime(local).toLocalDate();
  }

  private static String time(long local) {
    return dateTime(local).toLocalTime().toString();
  }

  private static LocalDateTime dateTime(long local) {
    return LocalDateTime.ofEpochSecond(local, 0, ZoneOffset.UTC);
  }
}
