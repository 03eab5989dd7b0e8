package dev.kindling.gateway.schedule;

import dev.kindling.gateway.definition.Advice;
import dev.kindling.gateway.definition.DefinitionView;
import dev.kindling.model.schedule.CalendarDefinition;
import dev.kindling.model.schedule.CalendarSpec;
import dev.kindling.model.schedule.ScheduleDefinition;
import dev.kindling.model.schedule.ScheduleSpec;
import dev.kindling.model.schedule.ScheduleWarnings;
import java.time.InstantSource;
import java.util.List;

/** What schedules and calendars have to say about each other. */
public final class ScheduleAdvice {
  private ScheduleAdvice() {}

  /** A schedule that may surprise is saved, and says so. */
  public static Advice<ScheduleSpec> ofSchedules(
      DefinitionView<CalendarDefinition> calendars, InstantSource clock) {
    return new Advice<>(
        (name, spec) ->
            ScheduleWarnings.of(
                name,
                spec,
                calendar -> calendars.get(calendar).map(CalendarDefinition::spec),
                clock.instant()),
        name -> List.of());
  }

  /** A calendar that a schedule names stays: without it the schedule would start nothing. */
  public static Advice<CalendarSpec> ofCalendars(DefinitionView<ScheduleDefinition> schedules) {
    return new Advice<>(
        (name, spec) -> List.of(),
        name ->
            schedules.all().stream()
                .filter(schedule -> schedule.spec().exclude().calendars().contains(name))
                .map(schedule -> "schedule " + schedule.name())
                .toList());
  }
}
