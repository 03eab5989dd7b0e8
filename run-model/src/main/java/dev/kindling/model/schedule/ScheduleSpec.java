package dev.kindling.model.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * What a person writes to have a job run at certain times. {@link ScheduleSpecCheck} says whether
 * it is valid; a spec that came from Kafka has passed it.
 *
 * @param description for people, may be null
 * @param job the name of the job; null only in an invalid spec
 * @param cron when, see {@link CronExpression}; null only in an invalid spec
 * @param timeZone the IANA name of the zone that the expression speaks of; never null, {@code UTC}
 *     where a spec says nothing
 * @param parameters the parameters of each run, an object; never null
 * @param paused whether instants pass without a run
 */
public record ScheduleSpec(
    String description,
    String job,
    String cron,
    String timeZone,
    JsonNode parameters,
    boolean paused) {
  public ScheduleSpec {
    timeZone = timeZone == null ? "UTC" : timeZone;
    parameters =
        parameters == null || parameters.isNull()
            ? JsonNodeFactory.instance.objectNode()
            : parameters;
  }
}
