package dev.kindling.scheduler.cron;

import dev.kindling.model.json.Json;
import dev.kindling.model.schedule.ScheduleDefinition;
import dev.kindling.model.schedule.ScheduleSpec;
import java.time.Instant;

/** Schedules for tests. */
final class Schedules {
  private Schedules() {}

  static ScheduleDefinition definition(
      String name, String cron, boolean paused, long revision, Instant updatedAt) {
    ScheduleSpec spec =
        new ScheduleSpec(
            null,
            "etl",
            cron,
            "Europe/Berlin",
            Json.mapper().createObjectNode().put("day", "today"),
            paused);
    return new ScheduleDefinition(name, revision, spec, updatedAt, "tester");
  }

  static Schedule schedule(String cron, Instant updatedAt) {
    return Schedule.of(definition("nightly", cron, false, 1, updatedAt));
  }

  static Schedule paused(String cron, Instant updatedAt) {
    return Schedule.of(definition("nightly", cron, true, 2, updatedAt));
  }
}
