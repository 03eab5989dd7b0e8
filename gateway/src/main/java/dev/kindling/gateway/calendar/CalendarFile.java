package dev.kindling.gateway.calendar;

import biweekly.Biweekly;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.property.DateStart;
import biweekly.util.DateTimeComponents;
import biweekly.util.Duration;
import biweekly.util.Frequency;
import biweekly.util.ICalDate;
import biweekly.util.com.google.ical.compat.javautil.DateIterator;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.model.problem.FieldProblem;
import dev.kindling.model.schedule.CalendarSpec;
import dev.kindling.model.schedule.ClosedDates;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;

/**
 * Reads a file of iCalendar (RFC 5545), such as the public holidays of a country, into a calendar
 * of ours. Its all-day events become days; events that recur are written out. Pure.
 */
final class CalendarFile {
  /** So far ahead a recurring event is written out; the answer says so. */
  private static final int YEARS = 10;

  private static final int MOST_DAYS_BACK = 366;
  private static final int MOST = 1_000;
  private static final int MOST_TITLE = 200;
  private static final Set<Frequency> WITHIN_A_DAY =
      EnumSet.of(Frequency.SECONDLY, Frequency.MINUTELY, Frequency.HOURLY);

  private final LocalDate today;
  private final List<ClosedDates> dates = new ArrayList<>();
  private final List<FieldProblem> problems = new ArrayList<>();
  private final List<FieldProblem> warnings = new ArrayList<>();

  private CalendarFile(LocalDate today) {
    this.today = today;
  }

  /**
   * What a file says.
   *
   * @param warnings what is good to know about it
   */
  record Content(CalendarSpec spec, List<FieldProblem> warnings) {}

  /**
   * Reads it.
   *
   * @param today recurring events are written out from about now on
   * @throws RuntimeException the problem 400 with every event that is no day
   */
  static Content read(String text, LocalDate today) {
    ICalendar calendar = Biweekly.parse(text).first();
    if (calendar == null || calendar.getEvents().isEmpty()) {
      throw Problems.invalid(
          "",
          "There is no event in it: send a file that begins with BEGIN:VCALENDAR and has VEVENTs.");
    }
    CalendarFile file = new CalendarFile(today);
    List<VEvent> events = calendar.getEvents();
    for (int i = 0; i < events.size(); i++) {
      file.event("events/" + i, events.get(i));
    }
    return file.content();
  }

  private Content content() {
    if (dates.size() > MOST) {
      problems.add(
          new FieldProblem(
              "events",
              "are " + dates.size() + " days or spans of days; at most " + MOST + " will do."));
    }
    if (!problems.isEmpty()) {
      throw Problems.invalid(problems);
    }
    dates.sort(Comparator.comparing(ClosedDates::from).thenComparing(ClosedDates::to));
    return new Content(new CalendarSpec(null, dates, null), List.copyOf(warnings));
  }

  private void event(String field, VEvent event) {
    DateStart start = event.getDateStart();
    if (start == null) {
      problems.add(new FieldProblem(field, "has no DTSTART."));
      return;
    }
    if (start.getValue().hasTime()) {
      problems.add(
          new FieldProblem(
              field,
              "begins at a time of day ("
                  + title(event).orElse("without a title")
                  + "): only whole days are taken; write hours of the week as weekly."));
      return;
    }
    LocalDate first = date(start.getValue());
    long more = lastDay(event, first) - first.toEpochDay();
    if (event.getRecurrenceRule() == null && event.getRecurrenceDates().isEmpty()) {
      add(event, first, more);
      return;
    }
    if (event.getRecurrenceRule() != null
        && WITHIN_A_DAY.contains(event.getRecurrenceRule().getValue().getFrequency())) {
      problems.add(new FieldProblem(field, "recurs within a day: only whole days are taken."));
      return;
    }
    recur(event, more);
    warnings.add(
        new FieldProblem(
            field,
            "recurs ("
                + title(event).orElse("without a title")
                + ") and is written out until "
                + today.plusYears(YEARS)
                + ": import the file again before then."));
  }

  /** As an epoch day. DTEND is the first day after it (RFC 5545 §3.6.1). */
  private static long lastDay(VEvent event, LocalDate first) {
    if (event.getDateEnd() != null) {
      return Math.max(first.toEpochDay(), date(event.getDateEnd().getValue()).toEpochDay() - 1);
    }
    Duration length = event.getDuration() == null ? null : event.getDuration().getValue();
    long days = length == null ? 1 : length.toMillis() / ChronoUnit.DAYS.getDuration().toMillis();
    return first.toEpochDay() + Math.max(1, days) - 1;
  }

  private void recur(VEvent event, long more) {
    // The library keeps days as midnights of the machine's zone; they are read back the same way.
    DateIterator days = event.getDateIterator(TimeZone.getDefault());
    days.advanceTo(
        Date.from(
            today.minusDays(MOST_DAYS_BACK).atStartOfDay(ZoneId.systemDefault()).toInstant()));
    while (days.hasNext() && dates.size() <= MOST) {
      LocalDate day = days.next().toInstant().atZone(ZoneId.systemDefault()).toLocalDate();
      if (day.isAfter(today.plusYears(YEARS))) {
        return;
      }
      if (!day.isBefore(today.minusDays(MOST_DAYS_BACK))) {
        add(event, day, more);
      }
    }
  }

  private void add(VEvent event, LocalDate first, long more) {
    dates.add(new ClosedDates(first, first.plusDays(more), title(event).orElse(null)));
  }

  private static Optional<String> title(VEvent event) {
    return Optional.ofNullable(event.getSummary())
        .map(summary -> summary.getValue())
        .map(text -> text.length() > MOST_TITLE ? text.substring(0, MOST_TITLE - 1) + "…" : text);
  }

  private static LocalDate date(ICalDate date) {
    DateTimeComponents written = date.getRawComponents();
    return LocalDate.of(written.getYear(), written.getMonth(), written.getDate());
  }
}
