package dev.kindling.kit.log.parse;

import static dev.kindling.kit.log.parse.JsonLine.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
          "trace.id");

  private static final Set<String> ERROR =
      Set.of("error.type", "error.message", "error.stack_trace");

  private EcsShape() {}

  /** Empty if it is not such a line but something of a user's own. */
  static Optional<ParsedEvent> event(JsonNode json) {
    Instant time = SparkShape.time(json.path(TIME).asText(""));
    if (time == null || !json.path("message").isTextual()) {
      return Optional.empty();
    }
    ErrorPart error = error(json);
    Map<String, String> context = new LinkedHashMap<>();
    json.properties()
        .forEach(
            entry -> {
              if (!TAKEN.contains(entry.getKey())
                  && (error == null || !ERROR.contains(entry.getKey()))) {
                JsonNode value = entry.getValue();
                context.put(
                    entry.getKey(), value.isValueNode() ? value.asText() : value.toString());
              }
            });
    return Optional.of(
        new ParsedEvent(
            time,
            text(json, "log.level"),
            text(json, "log.logger"),
            text(json, "process.thread.name"),
            json.path("message").asText(),
            error,
            text(json, "trace.id"),
            context));
  }

  /** Null if it is not in three texts at most; then its parts stay in the context. */
  private static ErrorPart error(JsonNode json) {
    String type = text(json, "error.type");
    JsonNode trace = json.path("error.stack_trace");
    boolean readable = type != null && (trace.isMissingNode() || trace.isTextual());
    return readable
        ? new ErrorPart(type, text(json, "error.message"), text(json, "error.stack_trace"))
        : null;
  }
}
