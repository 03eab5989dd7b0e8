package dev.kindling.model.schedule;

import dev.kindling.model.problem.FieldProblem;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What is right in a schedule and may still surprise who wrote it. Pure. */
public final class ScheduleWarnings {
  private static final int LOOKED_AT = 100;

  private ScheduleWarnings() {}

  /**
   * Looks for it.
   *
   * @param name of the schedule; empty where it has none yet
   * @param spec a valid one
   * @param calendars finds a calendar by its name
   * @return the field and a full sentence each; empty where nothing surprises
   */
  public static List<FieldProblem> of(
      String name,
      ScheduleSpec spec,
      Function<String, Optional<CalendarSpec>> calendars,
      Instant now) {
    List<FieldProblem> warnings = new ArrayList<>();
    ZoneClock clock = ZoneClock.of(ZoneId.of(spec.timeZone()));
    for (int i = 0; i < spec.cron().size(); i++) {
      String field = spec.cron().size() == 1 ? "cron" : "cron/" + i;
      CronExpression expression = CronExpression.parse(spec.cron().get(i), name);
      for (String warning : CronWarnings.of(expression, clock, spec.clockChanges(), now)) {
        warnings.add(new FieldProblem(field, warning));
      }
    }
    warnings.addAll(whole(Timetable.of(name, spec), spec, calendars, now));
    return List.copyOf(warnings);
  }

  private static List<FieldProblem> whole(
      Timetable timetable,
      ScheduleSpec spec,
      Function<String, Optional<CalendarSpec>> calendars,
      Instant now) {
    List<FieldProblem> warnings = new ArrayList<>();
    Optional<Instant> next = timetable.next(now);
    if (next.isEmpty()) {
      warnings.add(new FieldProblem("end", "There is no instant any more: it never fires."));
      return warnings;
    }
    Optional<Instant> second = timetable.next(next.get());
    if (spec.jitter() != null
        && second.isPresent()
        && Duration.between(next.get(), second.get()).compareTo(spec.jitter()) < 0) {
      warnings.add(
          new FieldProblem(
              "jitter",
              "It is longer than the time from one instant to the next: some instants wait for the one"
                  + " before them."));
    }
    if (spec.jitter() != null
        && spec.startingDeadline() != null
        && spec.startingDeadline().compareTo(spec.jitter()) <= 0) {
      warnings.add(
          new FieldProblem(
              "startingDeadline",
              "It is not longer than the jitter: some instants are too late before they are due."));
    }
    int excluded = 0;
    Optional<Instant> at = next;
    while (at.isPresent()
        && excluded < LOOKED_AT
        && spec.exclude().reason(timetable.local(at.get()), calendars).isPresent()) {
      excluded++;
      at = timetable.next(at.get());
    }
    if (excluded == LOOKED_AT || at.isEmpty()) {
      warnings.add(
          new FieldProblem("exclude", "Each of the next " + excluded + " instants is excluded."));
    }
    return warnings;
  }
}
