package dev.kindling.kit.log.parse;

import static dev.kindling.kit.log.parse.JsonLine.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Spark's structured line. Source: Spark 4.0.0, {@code SparkLayout.json}: {@code ts}, {@code
 * level}, {@code msg}, {@code context}, {@code exception}, {@code logger}. Later versions, and our
 * own layout ({@code docker/spark/conf}), print the stack trace as one string instead of an array;
 * ours has {@code thread} and {@code run} besides.
 */
final class SparkShape {
  /** Nobody logs beyond these, and not every place that a time goes to can hold more. */
  private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");

  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private SparkShape() {}

  /** Empty if it is not such a line but something of a user's own. */
  static Optional<ParsedEvent> event(JsonNode json) {
    if (!json.path("msg").isTextual()) {
      return Optional.empty();
    }
    Map<String, String> context = new LinkedHashMap<>();
    json.path("context")
        .properties()
        .forEach(entry -> context.put(entry.getKey(), entry.getValue().asText()));
    return Optional.of(
        new ParsedEvent(
            time(json.path("ts").asText("")),
            text(json, "level"),
            text(json, "logger"),
            text(json, "thread"),
            json.path("msg").asText(""),
            error(json.path("exception")),
            context.get("trace_id"),
            context));
  }

  /** A stamp with its zone; null if it is none. */
  static Instant time(String stamp) {
    try {
      Instant time = Instant.parse(stamp);
      return time.isBefore(FIRST) || time.isAfter(LAST) ? null : time;
    } catch (DateTimeException unreadable) {
      return null;
    }
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
}
