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

  /** {@code message.parts} is of indices that were made before version 3 of the template. */
  private static final List<String> TEXT_FIELDS =
      List.of(
          "message",
          "log.parts",
          "message.parts",
          "error.type.parts",
          "error.message",
          "error.stack_trace");

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
    body.set("sort", sort(query.order()));
    query.after().ifPresent(after -> body.set("search_after", after.sort()));
    return body;
  }

  private static ObjectNode bool(LogQuery query) {
    ObjectNode bool = JSON.objectNode();
    ArrayNode filter = bool.putArray("filter");
    filter.add(term("run.id", query.runId()));
    place(query.filter().place(), filter);
    times(query.filter().times(), filter);
    LogFilter.Words words = query.filter().words();
    words.level().ifPresent(level -> filter.add(levels(level)));
    if (words.failures()) {
      filter.add(failures());
    }
    words.text().ifPresent(text -> filter.add(text(text)));
    return bool;
  }

  private static void place(LogFilter.Place place, ArrayNode filter) {
    place.source().ifPresent(source -> filter.add(term("spark.role", source)));
    place.attempt().ifPresent(attempt -> filter.add(term("run.attempt", attempt.toString())));
    place.executor().ifPresent(executor -> filter.add(term("spark.executor.id", executor)));
    place
        .part()
        .ifPresent(
            part -> {
              filter.add(term("log.file.path", part.file()));
              filter.add(range("log.offset", "gte", Long.toString(part.from())));
              filter.add(range("log.offset", "lt", Long.toString(part.to())));
            });
  }

  private static void times(LogFilter.Times times, ArrayNode filter) {
    times.from().ifPresent(from -> filter.add(range("@timestamp", "gte", from.toString())));
    times.to().ifPresent(to -> filter.add(range("@timestamp", "lt", to.toString())));
    times
        .arrivedSince()
        .ifPresent(since -> filter.add(range("event.created", "gte", since.toString())));
  }

  private static ObjectNode levels(String least) {
    ObjectNode levels = JSON.objectNode();
    levels.set("log.level", texts(LogLevels.atLeast(least)));
    return JSON.objectNode().set("terms", levels);
  }

  private static ObjectNode failures() {
    ObjectNode either = JSON.objectNode();
    either
        .putArray("should")
        .add(levels("error"))
        .add(JSON.objectNode().set("exists", JSON.objectNode().put("field", "error.type")));
    either.put("minimum_should_match", 1);
    return JSON.objectNode().set("bool", either);
  }

  private static ObjectNode range(String field, String bound, String value) {
    ObjectNode bounds = JSON.objectNode();
    bounds.set(field, JSON.objectNode().put(bound, value));
    return JSON.objectNode().set("range", bounds);
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
  private static ArrayNode sort(LogOrder order) {
    ArrayNode sort = JSON.arrayNode();
    if (order.field().equals("log.offset")) {
      return sort.add(JSON.objectNode().set("log.offset", by("long", order)));
    }
    ObjectNode time = by("date_nanos", order);
    time.put("numeric_type", "date_nanos");
    sort.add(JSON.objectNode().set(order.field(), time));
    sort.add(JSON.objectNode().set("log.offset", by("long", order)));
    sort.add(JSON.objectNode().set("log.file.path", by("keyword", order)));
    return sort;
  }

  private static ObjectNode by(String unmappedType, LogOrder order) {
    return JSON.objectNode().put("order", order.direction()).put("unmapped_type", unmappedType);
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
