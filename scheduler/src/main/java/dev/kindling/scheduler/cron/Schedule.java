package dev.kindling.scheduler.cron;

import dev.kindling.model.schedule.CronExpression;
import dev.kindling.model.schedule.ScheduleDefinition;
import dev.kindling.model.schedule.ScheduleState;
import dev.kindling.model.schedule.Timing;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * A schedule that is ready to be evaluated. Immutable.
 *
 * @param definition as the table holds it
 * @param cron its expression, parsed once
 * @param zone its zone
 */
record Schedule(ScheduleDefinition definition, CronExpression cron, ZoneId zone) {
  /**
   * Makes it ready.
   *
   * @throws RuntimeException if the definition never passed its check
   */
  static Schedule of(ScheduleDefinition definition) {
    return new Schedule(
        definition,
        CronExpression.parse(definition.spec().cron()),
        ZoneId.of(definition.spec().timeZone()));
  }

  String name() {
    return definition.name();
  }

  Timing timing() {
    return Timing.of(definition.spec());
  }

  /**
   * The first instant that is not decided yet; empty if there will never be one.
   *
   * @param state what is decided, null for nothing
   */
  Optional<Instant> due(ScheduleState state) {
    return cron.next(undecidedAfter(state), zone);
  }

  /**
   * From where on instants are not decided yet. While the timing is the same, that is from the last
   * decision on, however long ago; a new timing counts from the moment that somebody wrote it.
   */
  Instant undecidedAfter(ScheduleState state) {
    Instant changed = definition.updatedAt();
    if (state == null) {
      return changed;
    }
    boolean sameTiming = timing().equals(state.timing());
    return sameTiming || state.decidedUntil().isAfter(changed) ? state.decidedUntil() : changed;
  }
}
