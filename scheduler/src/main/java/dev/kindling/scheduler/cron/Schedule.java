package dev.kindling.scheduler.cron;

import dev.kindling.model.schedule.ScheduleDefinition;
import dev.kindling.model.schedule.ScheduleSpec;
import dev.kindling.model.schedule.ScheduleState;
import dev.kindling.model.schedule.Timetable;
import dev.kindling.model.schedule.Timing;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A schedule that is ready to be evaluated. Immutable.
 *
 * @param definition as the table holds it
 * @param timetable its instants
 */
record Schedule(ScheduleDefinition definition, Timetable timetable) {
  /**
   * Makes it ready.
   *
   * @throws RuntimeException if the definition never passed its check
   */
  static Schedule of(ScheduleDefinition definition) {
    return new Schedule(definition, Timetable.of(definition.name(), definition.spec()));
  }

  String name() {
    return definition.name();
  }

  ScheduleSpec spec() {
    return definition.spec();
  }

  /** Why an instant is excluded; empty if it is not. */
  Optional<String> exclusion(Instant instant, Surroundings surroundings) {
    return spec().exclude().reason(timetable.local(instant), surroundings.calendars());
  }

  boolean excludes(Instant instant, Surroundings surroundings) {
    return exclusion(instant, surroundings).isPresent();
  }

  Timing timing() {
    return Timing.of(definition.spec());
  }

  /**
   * The first instant that is not decided yet; empty if there will never be one.
   *
   * @param state what is decided, null for nothing
   */
  Optional<Instant> first(ScheduleState state) {
    Instant changed = definition.updatedAt();
    if (state == null || isNew(state)) {
      return timetable.next(changed);
    }
    OptionalInt offset =
        state.offset() == null ? OptionalInt.empty() : OptionalInt.of(state.offset());
    return timetable.next(state.decidedUntil(), offset);
  }

  /**
   * When its next decision is due; empty if never.
   *
   * @param state what is decided, null for nothing
   */
  Optional<Instant> due(ScheduleState state) {
    return first(state).map(timetable::dueAt);
  }

  /**
   * Whether instants count from the moment that somebody wrote the schedule. While the timing is
   * the same, they count from the last decision on, however long ago.
   */
  private boolean isNew(ScheduleState state) {
    return !timing().equals(state.timing())
        && state.decidedUntil().isBefore(definition.updatedAt());
  }
}
