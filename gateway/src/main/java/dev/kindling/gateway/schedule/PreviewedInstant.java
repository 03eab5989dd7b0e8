package dev.kindling.gateway.schedule;

import dev.kindling.model.schedule.CalendarSpec;
import dev.kindling.model.schedule.ScheduleSpec;
import dev.kindling.model.schedule.Timetable;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Function;

/**
 * An instant that is to come.
 *
 * @param instant in UTC
 * @param local what the clock of the schedule's zone shows then, with its offset to UTC
 * @param dueAt when it is due within the jitter; null without one
 * @param excluded why there will be no run; null if there will
 * @param remark what a change of the clock has to do with it; null for nothing
 */
record PreviewedInstant(
    Instant instant, OffsetDateTime local, Instant dueAt, String excluded, String remark) {

  static PreviewedInstant of(
      Instant instant,
      ScheduleSpec spec,
      Timetable timetable,
      Function<String, Optional<CalendarSpec>> calendars) {
    Instant due = timetable.dueAt(instant);
    return new PreviewedInstant(
        instant,
        instant.atOffset(ZoneOffset.ofTotalSeconds(timetable.offsetAt(instant))),
        due.equals(instant) ? null : due,
        spec.exclude().reason(timetable.local(instant), calendars).orElse(null),
        timetable.remark(instant).orElse(null));
  }
}
