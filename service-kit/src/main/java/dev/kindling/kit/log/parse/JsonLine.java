package dev.kindling.kit.log.parse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Spark's structured line. Source: Spark 4.0.0, {@code SparkLayout.json}: {@code ts}, {@code
 * level}, {@code msg}, {@code context}, {@code exception}, {@code logger}; later versions print the
 * stack trace as one string instead of an array.
 */
final class JsonLine {
  private final ObjectMapper mapper = new ObjectMapper();

  /** The fields of the line, or empty if it is not a whole JSON object. */
  Optional<ParsedEvent> parse(String line) {
    try {
      JsonNode json = mapper.readTree(line);
      return json.isObject() ? Optional.of(event(json)) : Optional.empty();
    } catch (JsonProcessingException broken) {
      return Optional.empty();
    }
  }

  private static ParsedEvent event(JsonNode json) {
    Map<String, String> context = new LinkedHashMap<>();
    json.path("context")
        .properties()
        .forEach(entry -> context.put(entry.getKey(), entry.getValue().asText()));
    String message = json.path("msg").asText("");
    return new ParsedEvent(
        time(json.path("ts").asText("")),
        text(json, "level"),
        text(json, "logger"),
        message,
        error(json.path("exception")),
        context.get("trace_id"),
        context);
  }

  private static ErrorPart error(JsonNode exception) {
    String type = text(exception, "class");
    if (type == null) {
      return null;
    }
    String message = text(exception, "msg");
    JsonNode trace = exception.path("stacktrace");
    if (trace.isTextual()) {
      return new ErrorPart(type, message, trace.asText());
    }
    StringBuilder lines = new StringBuilder(type);
    if (message != null) {
      lines.append(": ").append(message);
    }
    trace.forEach(frame -> lines.append(frame(frame)));
    return new ErrorPart(type, message, lines.toString());
  }

  private static String frame(JsonNode frame) {
    return "\n\tat "
        + frame.path("class").asText()
        + "."
        + frame.path("method").asText()
        + "("
        + frame.path("file").asText()
        + ":"
        + frame.path("line").asText()
        + ")";
  }

  private static Instant time(String stamp) {
    try {
      return Instant.parse(stamp);
    } catch (DateTimeException unreadable) {
      return null;
    }
  }

  private static String text(JsonNode json, String field) {
    JsonNode value = json.path(field);
    return value.isTextual() ? value.asText() : null;
  }
}
