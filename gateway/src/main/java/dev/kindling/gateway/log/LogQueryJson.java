package dev.kindling.gateway.log;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A log query as the body of an Elasticsearch {@code _search}. Only features that the minimal
 * distribution has too.
 */
final class LogQueryJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final List<String> TEXT_FIELDS =
      List.of("message", "message.parts", "error.type.parts", "error.message", "error.stack_trace");

  private static final List<String> SOURCE_FIELDS =
      List.of(
          "@timestamp",
          "message",
          "log",
          "error",
          "process.thread.name",
          "run.attempt",
          "spark.role",
          "spark.driver.id",
          "spark.app.id",
          "spark.executor.id",
          "spark.worker.id");

  private LogQueryJson() {}

  static ObjectNode of(LogQuery query) {
    ObjectNode body = JSON.objectNode();
    body.put("size", query.limit());
    body.put("track_total_hits", false);
    body.put("timeout", "5s");
    body.set("_source", texts(SOURCE_FIELDS));
    body.set("query", JSON.objectNode().set("bool", bool(query)));
    body.set("sort", sort());
    query.after().ifPresent(after -> body.set("search_after", after.sort()));
    return body;
  }

  private static ObjectNode bool(LogQuery query) {
    ObjectNode bool = JSON.objectNode();
    ArrayNode filter = bool.putArray("filter");
    filter.add(term("run.id", query.runId()));
    query.source().ifPresent(source -> filter.add(term("spark.role", source)));
    query
        .level()
        .ifPresent(
            level -> {
              ObjectNode levels = JSON.objectNode();
              levels.set("log.level", texts(LogLevels.atLeast(level)));
              filter.add(JSON.objectNode().set("terms", levels));
            });
    query.text().ifPresent(text -> filter.add(text(text)));
    return bool;
  }

  /** simple_query_string, because it takes any text: what makes no sense to it is left out. */
  private static ObjectNode text(String text) {
    ObjectNode options = JSON.objectNode();
    options.put("query", text);
    options.set("fields", texts(TEXT_FIELDS));
    options.put("default_operator", "and");
    options.put("lenient", true);
    return JSON.objectNode().set("simple_query_string", options);
  }

  /**
   * By time; then by offset, since Spark's plain lines have a resolution of a second; then by file,
   * which makes the order complete: no two lines share a file and an offset. {@code _id} would do
   * the same, but sorting by it loads all ids into memory.
   */
  private static ArrayNode sort() {
    ArrayNode sort = JSON.arrayNode();
    ObjectNode time = ascending("date_nanos");
    time.put("numeric_type", "date_nanos");
    sort.add(JSON.objectNode().set("@timestamp", time));
    sort.add(JSON.objectNode().set("log.offset", ascending("long")));
    sort.add(JSON.objectNode().set("log.file.path", ascending("keyword")));
    return sort;
  }

  private static ObjectNode ascending(String unmappedType) {
    return JSON.objectNode().put("order", "asc").put("unmapped_type", unmappedType);
  }

  private static ObjectNode term(String field, String value) {
    return JSON.objectNode().set("term", JSON.objectNode().put(field, value));
  }

  private static ArrayNode texts(List<String> texts) {
    ArrayNode array = JSON.arrayNode();
    texts.forEach(array::add);
    return array;
  }
}
