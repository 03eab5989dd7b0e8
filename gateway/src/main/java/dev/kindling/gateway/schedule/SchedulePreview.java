package dev.kindling.gateway.schedule;

import dev.kindling.model.problem.FieldProblem;
import dev.kindling.model.schedule.CalendarSpec;
import dev.kindling.model.schedule.ScheduleSpec;
import dev.kindling.model.schedule.ScheduleWarnings;
import dev.kindling.model.schedule.Timetable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The next instants of a schedule, and what may surprise in it.
 *
 * @param timeZone whose clock the local times are of
 * @param instants in their order; fewer than were asked for only where there are no more
 * @param warnings by field
 */
record SchedulePreview(
    String timeZone, List<PreviewedInstant> instants, List<FieldProblem> warnings) {

  /**
   * Makes it.
   *
   * @param name of the schedule; empty where it has none yet
   * @param spec a valid one
   * @param after the instants are after this one
   * @param now the warnings look ahead from here
   */
  static SchedulePreview of(
      String name,
      ScheduleSpec spec,
      Function<String, Optional<CalendarSpec>> calendars,
      Instant after,
      int count,
      Instant now) {
    Timetable timetable = Timetable.of(name, spec);
    List<PreviewedInstant> instants = new ArrayList<>();
    Optional<Instant> next = timetable.next(after);
    while (next.isPresent() && instants.size() < count) {
      instants.add(PreviewedInstant.of(next.get(), spec, timetable, calendars));
      next = timetable.next(next.get());
    }
    return new SchedulePreview(
        spec.timeZone(), instants, ScheduleWarnings.of(name, spec, calendars, now));
  }
}
