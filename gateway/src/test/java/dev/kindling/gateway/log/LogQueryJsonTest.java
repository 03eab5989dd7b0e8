package dev.kindling.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.model.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogQueryJsonTest {
  private static final String SORT =
      """
      [{"@timestamp": {"order": "asc", "unmapped_type": "date_nanos",
                       "numeric_type": "date_nanos"}},
       {"log.offset": {"order": "asc", "unmapped_type": "long"}},
       {"log.file.path": {"order": "asc", "unmapped_type": "keyword"}}]
      """;

  @Test
  void ofShouldAskForTheRunOnlyWhenNothingElseIsGiven() {
    // when
    JsonNode body =
        LogQueryJson.of(
            LogQueries.of(
                "r1", Optional.empty(), Optional.empty(), Optional.empty(), 7, Optional.empty()));

    // then
    assertThat(body.at("/query"))
        .isEqualTo(json("{\"bool\": {\"filter\": [{\"term\": {\"run.id\": \"r1\"}}]}}"));
    assertThat(body.at("/sort")).isEqualTo(json(SORT));
    assertThat(body.at("/size").asInt()).isEqualTo(7);
    assertThat(body.at("/track_total_hits").asBoolean(true)).isFalse();
    assertThat(body.has("search_after")).isFalse();
  }

  @Test
  void ofShouldAddEveryFilterAndTheCursor() {
    // given
    LogCursor after = new LogCursor(Json.mapper().createArrayNode());
    after.sort().add(1_763_000_000_000_000_001L).add(42).add("/work/stderr");

    // when
    JsonNode body =
        LogQueryJson.of(
            LogQueries.of(
                "r1",
                Optional.of("\"stage failed\" -retry"),
                Optional.of("warn"),
                Optional.of("executor"),
                10,
                Optional.of(LogCursor.of(after.text()))));

    // then
    assertThat(body.at("/query/bool/filter"))
        .isEqualTo(
            json(
                """
                [{"term": {"run.id": "r1"}},
                 {"term": {"spark.role": "executor"}},
                 {"terms": {"log.level": ["warn", "error", "fatal"]}},
                 {"simple_query_string": {
                    "query": "\\"stage failed\\" -retry",
                    "fields": ["message", "log.parts", "message.parts", "error.type.parts", "error.message",
                               "error.stack_trace"],
                    "default_operator": "and", "lenient": true}}]
                """));
    assertThat(body.at("/search_after"))
        .isEqualTo(json("[1763000000000000001, 42, \"/work/stderr\"]"));
  }

  @Test
  void ofShouldAskForTheRestOfTheFilters() {
    // given
    LogFilter filter =
        new LogFilter(
            LogFilter.Words.FAILURES,
            new LogFilter.Place(
                Optional.empty(),
                Optional.of(2),
                Optional.of("3"),
                Optional.of(new LogFilter.Part("/work/stderr", 5, 9))),
            new LogFilter.Times(
                Optional.of(Instant.parse("2026-11-21T10:00:00Z")),
                Optional.of(Instant.parse("2026-11-21T11:00:00Z")),
                Optional.of(Instant.parse("2026-11-21T10:30:00Z"))));

    // when
    JsonNode body = LogQueryJson.of(LogQuery.first("r1", filter, LogOrder.ARRIVAL, 1));

    // then
    assertThat(body.at("/query/bool/filter"))
        .isEqualTo(
            json(
                """
                [{"term": {"run.id": "r1"}},
                 {"term": {"run.attempt": "2"}},
                 {"term": {"spark.executor.id": "3"}},
                 {"term": {"log.file.path": "/work/stderr"}},
                 {"range": {"log.offset": {"gte": "5"}}},
                 {"range": {"log.offset": {"lt": "9"}}},
                 {"range": {"@timestamp": {"gte": "2026-11-21T10:00:00Z"}}},
                 {"range": {"@timestamp": {"lt": "2026-11-21T11:00:00Z"}}},
                 {"range": {"event.created": {"gte": "2026-11-21T10:30:00Z"}}},
                 {"bool": {"should": [{"terms": {"log.level": ["error", "fatal"]}},
                                      {"exists": {"field": "error.type"}}],
                           "minimum_should_match": 1}}]
                """));
    assertThat(body.at("/sort/0/event.created/order").asText()).isEqualTo("asc");
  }

  private static JsonNode json(String text) {
    return Json.tree(text.getBytes(StandardCharsets.UTF_8));
  }
}
