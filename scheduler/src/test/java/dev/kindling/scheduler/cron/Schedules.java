package dev.kindling.scheduler.cron;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.kit.parameters.ParameterSchemas;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.json.Json;
import dev.kindling.model.schedule.ScheduleDefinition;
import dev.kindling.model.schedule.ScheduleSpec;
import dev.kindling.model.schedule.ScheduleSpecCheck;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Schedules for tests. */
final class Schedules {
  private Schedules() {}

  static ScheduleDefinition definition(
      String name, String cron, boolean paused, long revision, Instant updatedAt) {
    return definition(
        name, revision, updatedAt, spec -> spec.put("cron", cron).put("paused", paused));
  }

  /** A definition with these fields beside the usual ones. */
  static ScheduleDefinition definition(
      String name, long revision, Instant updatedAt, Consumer<ObjectNode> fields) {
    ObjectNode spec =
        Json.mapper()
            .createObjectNode()
            .put("job", "etl")
            .put("timeZone", "Europe/Berlin")
            .put("cron", "*/10 * * * *");
    spec.putObject("parameters").put("day", "today");
    fields.accept(spec);
    ScheduleSpec read = Json.read(Json.bytes(spec), ScheduleSpec.class);
    assertThat(ScheduleSpecCheck.problems(read)).isEmpty();
    return new ScheduleDefinition(name, revision, read, updatedAt, "tester");
  }

  static Schedule schedule(String cron, Instant updatedAt) {
    return Schedule.of(definition("nightly", cron, false, 1, updatedAt));
  }

  /** One with these fields, as JSON with single quotes. */
  static Schedule schedule(String cron, String fields, Instant updatedAt) {
    return Schedule.of(
        definition(
            "nightly",
            1,
            updatedAt,
            spec ->
                spec.put("cron", cron)
                    .setAll(Json.read(fields.replace('\'', '"'), ObjectNode.class))));
  }

  static Schedule paused(String cron, Instant updatedAt) {
    return Schedule.of(definition("nightly", cron, true, 2, updatedAt));
  }

  /** A platform with one job, no calendars and no runs that have ended. */
  static Surroundings surroundings(JobDefinition job) {
    return new Surroundings(
        name -> Optional.ofNullable(job).filter(one -> one.name().equals(name)),
        new ParameterSchemas(),
        name -> Optional.empty(),
        runId -> Optional.empty());
  }
}
