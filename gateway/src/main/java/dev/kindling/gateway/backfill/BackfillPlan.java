package dev.kindling.gateway.backfill;

import dev.kindling.gateway.problem.Problems;
import dev.kindling.model.schedule.CalendarSpec;
import dev.kindling.model.schedule.ScheduleDefinition;
import dev.kindling.model.schedule.Timetable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What a backfill will do.
 *
 * @param instants which become runs, in their order
 * @param excluded how many do not because the schedule excludes them
 * @param succeeded how many do not because a run of theirs has succeeded
 */
record BackfillPlan(List<Instant> instants, int excluded, int succeeded) {
  /** So many fit into a record with ease. */
  static final int MOST = 5_000;

  /**
   * Makes it.
   *
   * @param done instants for which a run has succeeded
   * @param now later instants are the schedule's own
   * @throws RuntimeException the problem 400 if there are too many
   */
  static BackfillPlan of(
      ScheduleDefinition schedule,
      Instant from,
      Instant to,
      Set<Instant> done,
      Function<String, Optional<CalendarSpec>> calendars,
      Instant now) {
    Timetable timetable = Timetable.of(schedule.name(), schedule.spec());
    Instant last = to.isBefore(now) ? to : now;
    List<Instant> instants = new ArrayList<>();
    int excluded = 0;
    int succeeded = 0;
    Optional<Instant> next = timetable.next(from.minusNanos(1));
    while (next.isPresent() && !next.get().isAfter(last)) {
      Instant instant = next.get();
      if (done.contains(instant)) {
        succeeded++;
      } else if (schedule
          .spec()
          .exclude()
          .reason(timetable.local(instant), calendars)
          .isPresent()) {
        excluded++;
      } else {
        instants.add(instant);
      }
      if (instants.size() + excluded + succeeded > MOST) {
        throw Problems.invalid(
            "to",
            "is too far from from: the schedule has more than "
                + MOST
                + " instants in between, the last of those is "
                + instant
                + ". Ask for several backfills.");
      }
      next = timetable.next(instant);
    }
    return new BackfillPlan(List.copyOf(instants), excluded, succeeded);
  }
}
