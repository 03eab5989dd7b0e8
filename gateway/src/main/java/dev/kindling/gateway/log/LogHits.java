package dev.kindling.gateway.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;

/** Reads Elasticsearch's answer to a log query. */
final class LogHits {
  private LogHits() {}

  static LogPage page(JsonNode answer, LogQuery query) {
    List<LogLine> lines = new ArrayList<>();
    List<String> places = new ArrayList<>();
    String next = query.after().map(LogCursor::text).orElse(null);
    for (JsonNode hit : answer.path("hits").path("hits")) {
      lines.add(line(hit.path("_source")));
      if (hit.path("sort") instanceof ArrayNode sort) {
        next = new LogCursor(sort).text();
      }
      places.add(next);
    }
    return new LogPage(lines, next, null, places);
  }

  private static LogLine line(JsonNode source) {
    JsonNode log = source.path("log");
    JsonNode spark = source.path("spark");
    String message = text(source.path("message"));
    return new LogLine(
        text(source.path("@timestamp")),
        text(log.path("level")),
        text(log.path("logger")),
        text(source.path("process").path("thread").path("name")),
        message == null ? "" : message,
        text(spark.path("role")),
        text(log.path("iostream")),
        number(source.path("run").path("attempt")),
        text(spark.path("driver").path("id")),
        text(spark.path("app").path("id")),
        text(spark.path("executor").path("id")),
        text(spark.path("worker").path("id")),
        text(log.path("file").path("path")),
        number(log.path("offset")),
        thrown(source.path("error")));
  }

  private static LogLine.Thrown thrown(JsonNode error) {
    return error.isObject()
        ? new LogLine.Thrown(
            text(error.path("type")), text(error.path("message")), text(error.path("stack_trace")))
        : null;
  }

  private static String text(JsonNode value) {
    return value.isValueNode() && !value.isNull() ? value.asText() : null;
  }

  private static Long number(JsonNode value) {
    return value.isIntegralNumber() ? Long.valueOf(value.longValue()) : null;
  }
}
