package dev.kindling.gateway.schedule;

import dev.kindling.model.schedule.CalendarSpec;
import dev.kindling.model.schedule.ScheduleDefinition;
import dev.kindling.model.schedule.ScheduleState;
import dev.kindling.model.schedule.ScheduleStop;
import dev.kindling.model.schedule.Timetable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What became of the last instants of a schedule, and which is next.
 *
 * @param schedule its name
 * @param decidedUntil up to here every instant is decided; null where none was yet
 * @param fires how many runs this revision has asked for
 * @param stopped that the schedule has stopped by itself; null if it has not
 * @param next null if there is none
 * @param items the last decisions, the latest first
 */
record ScheduleLedger(
    String schedule,
    Instant decidedUntil,
    long fires,
    ScheduleStop stopped,
    PreviewedInstant next,
    List<LedgerLine> items) {

  /**
   * @param lines its last decisions, the latest at the end
   */
  static ScheduleLedger of(
      ScheduleDefinition schedule,
      Optional<ScheduleState> state,
      Function<String, Optional<CalendarSpec>> calendars,
      List<LedgerLine> lines) {
    Instant changed = schedule.updatedAt();
    Instant decided = state.map(ScheduleState::decidedUntil).orElse(null);
    Timetable timetable = Timetable.of(schedule.name(), schedule.spec());
    PreviewedInstant next =
        timetable
            .next(decided == null || decided.isBefore(changed) ? changed : decided)
            .map(instant -> PreviewedInstant.of(instant, schedule.spec(), timetable, calendars))
            .orElse(null);
    List<LedgerLine> items = new ArrayList<>(lines);
    Collections.reverse(items);
    Optional<ScheduleState> ofRevision = state.filter(one -> one.revision() == schedule.revision());
    return new ScheduleLedger(
        schedule.name(),
        decided,
        ofRevision.map(ScheduleState::fires).orElse(0L),
        ofRevision.map(ScheduleState::stop).orElse(null),
        next,
        items);
  }
}
