package dev.kindling.kit.log.parse;

import static dev.kindling.kit.log.parse.JsonLine.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A line in the names of the Elastic Common Schema with dots in its keys, as Elastic's logging
 * libraries write it, those of Kindling's own services among them. Source: the ECS logging
 * specification, {@code ecs-logging/spec}.
 */
final class EcsShape {
  /** The first key of such a line. */
  static final String TIME = "@timestamp";

  /** What has a field of its own, or says nothing about the event. */
  private static final Set<String> TAKEN =
      Set.of(
          TIME,
          "ecs.version",
          "event.dataset",
          "message",
          "log.level",
          "log.logger",
          "process.thread.name",
          "error.type",
          "error.message",
          "error.stack_trace",
          "trace.id");

  private EcsShape() {}

  static ParsedEvent event(JsonNode json) {
    Map<String, String> context = new LinkedHashMap<>();
    json.properties()
        .forEach(
            entry -> {
              if (!TAKEN.contains(entry.getKey()) && entry.getValue().isValueNode()) {
                context.put(entry.getKey(), entry.getValue().asText());
              }
            });
    String type = text(json, "error.type");
    ErrorPart error =
        type == null
            ? null
            : new ErrorPart(type, text(json, "error.message"), text(json, "error.stack_trace"));
    return new ParsedEvent(
        SparkShape.time(json.path(TIME).asText("")),
        text(json, "log.level"),
        text(json, "log.logger"),
        text(json, "process.thread.name"),
        json.path("message").asText(""),
        error,
        text(json, "trace.id"),
        context);
  }
}
