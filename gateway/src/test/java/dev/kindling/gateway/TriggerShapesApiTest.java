package dev.kindling.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.gateway.ApiFixture.Reply;
import dev.kindling.model.json.Json;
import dev.kindling.model.trigger.TriggerMatch;
import dev.kindling.model.trigger.TriggerState;
import dev.kindling.model.trigger.TriggerStop;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TriggerShapesApiTest {
  private static final String TRIGGER =
      """
      {"job": "wc", "topic": ["uploads", "scans"],
       "shape": {"dedup": {"key": "data.url", "window": "PT1H"},
                 "batch": {"count": 5, "key": "data.kind"},
                 "stormBreaker": {"runs": 3}},
       "parameters": {"input": "events.map(e, e.data.url)[0]"}}
      """;

  private ApiFixture api;

  @BeforeEach
  void open() throws Exception {
    api = new ApiFixture();
    api.put("/api/v1/jobs/wc", DefinitionsApiTest.JOB);
  }

  @AfterEach
  void close() throws Exception {
    api.close();
  }

  private void state(long revision, TriggerStop stop, Long unreadFrom) {
    TriggerState state =
        new TriggerState(
            revision,
            stop,
            List.of(),
            List.of(),
            null,
            unreadFrom,
            7,
            List.of(
                new TriggerState.WaitingGroup(
                    "text", 2, ApiFixture.NOW, null, "It waits for its turn.")),
            ApiFixture.NOW);
    api.triggerStates.apply("t", Json.bytes(state));
  }

  @Test
  void putShouldKeepTheShapeAsItWasWritten() {
    // when
    Reply reply = api.put("/api/v1/triggers/t", TRIGGER);

    // then
    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.at("/spec/topic/1")).isEqualTo("scans");
    assertThat(reply.at("/spec/shape/dedup/window")).isEqualTo("PT1H");
    assertThat(reply.at("/spec/shape/stormBreaker/per")).isEqualTo("PT1M");
    assertThat(reply.body().at("/spec/shape").has("join")).isFalse();
  }

  @Test
  void putShouldNameEveryFieldOfAShapeThatIsWrong() {
    // when
    Reply reply =
        api.put(
            "/api/v1/triggers/t",
            """
            {"job": "wc", "topicPattern": "(", "filter": "size(events) > 1",
             "shape": {"dedup": {"key": "data.", "window": "PT0S"}, "batch": {},
                       "join": {"within": "PT1H", "events": {"A": "1 + 1"}},
                       "throttle": {"runs": 0, "excess": "some"}, "debunce": {}}}
            """);

    // then
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body().at("/errors").findValuesAsText("field"))
        .containsExactlyInAnyOrder(
            "topicPattern",
            "filter",
            "shape/dedup/window",
            "shape/dedup/key",
            "shape/batch",
            "shape/join/key",
            "shape/join/events",
            "shape/join/events/A",
            "shape/join/events/A",
            "shape/throttle/runs",
            "shape/throttle/excess",
            "shape/debunce");
  }

  @Test
  void putShouldRefuseTwoWaysToMakeOneRunOfSeveralEvents() {
    Reply reply =
        api.put(
            "/api/v1/triggers/t",
            """
            {"job": "wc", "topic": "uploads",
             "shape": {"batch": {"count": 5}, "debounce": {"quiet": "PT5S"}}}
            """);
    assertThat(reply.at("/errors/0/field")).isEqualTo("shape");
    assertThat(reply.at("/errors/0/message"))
        .startsWith("may have one of batch, debounce and join");
  }

  @Test
  void putShouldSayWhatIsWrongWithTheFileOfABatch() {
    // given
    String trigger =
        """
        {"job": "wc", "topic": "uploads", "parameters": {"all": "events.map(e, e.data)"},
         "shape": {"batch": {"bytes": %d, "file": {"parameter": "%s", "above": %d}}}}
        """;

    // when
    Reply wrong = api.put("/api/v1/triggers/t", trigger.formatted(4_000_001, "one", -1));
    Reply right = api.put("/api/v1/triggers/t", trigger.formatted(4_000_000, "all", 0));

    // then
    assertThat(wrong.body().at("/errors").findValuesAsText("field"))
        .containsExactlyInAnyOrder(
            "shape/batch/bytes", "shape/batch/file/parameter", "shape/batch/file/above");
    assertThat(right.status()).isEqualTo(201);
    assertThat(right.at("/spec/shape/batch/file/parameter")).isEqualTo("all");
  }

  @Test
  void putShouldRefuseSeveralEventsInAMappingWhenThereIsNoShape() {
    Reply reply =
        api.put(
            "/api/v1/triggers/t",
            "{\"job\": \"wc\", \"topic\": \"uploads\", \"parameters\": {\"n\": \"size(events)\"}}");
    assertThat(reply.at("/errors/0/message")).contains("undeclared reference to 'events'");
  }

  @Test
  void statusShouldSayWhatWaitsAndForWhat() {
    // given
    api.put("/api/v1/triggers/t", TRIGGER);
    assertThat(api.get("/api/v1/triggers/t/status").at("/phase")).isEqualTo("running");
    state(1, new TriggerStop(ApiFixture.NOW, "It stopped by itself."), 99L);

    // when
    Reply reply = api.get("/api/v1/triggers/t/status");

    // then
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.at("/phase")).isEqualTo("stopped");
    assertThat(reply.at("/reason")).isEqualTo("It stopped by itself.");
    assertThat(reply.at("/waiting")).isEqualTo("7");
    assertThat(reply.at("/more")).isEqualTo("true");
    assertThat(reply.at("/groups/0/waitingFor")).isEqualTo("It waits for its turn.");
    assertThat(api.get("/api/v1/triggers/none/status").status()).isEqualTo(404);
  }

  @Test
  void resumeShouldLetATriggerGoOnThatHasStopped() {
    // given
    api.put("/api/v1/triggers/t", TRIGGER);
    state(1, new TriggerStop(ApiFixture.NOW, "It stopped by itself."), null);

    // when
    Reply reply = api.post("/api/v1/triggers/t/resume", null);

    // then: what stopped was the revision before
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.at("/revision")).isEqualTo("2");
    assertThat(api.get("/api/v1/triggers/t/status").at("/phase")).isEqualTo("running");
  }

  @Test
  void pauseAndDiscardShouldBeChangesOfTheDefinition() {
    // given
    api.put("/api/v1/triggers/t", TRIGGER);

    // when
    api.post("/api/v1/triggers/t/pause", "{\"note\": \"the vendor floods us\"}");
    Reply status = api.get("/api/v1/triggers/t/status");
    Reply discarded = api.post("/api/v1/triggers/t/discard-waiting", null);

    // then
    assertThat(status.at("/phase")).isEqualTo("paused");
    assertThat(status.at("/reason")).isEqualTo("It is paused: the vendor floods us");
    assertThat(Instant.parse(discarded.at("/spec/discardedUntil"))).isEqualTo(ApiFixture.NOW);
    assertThat(discarded.at("/spec/paused")).isEqualTo("true");
  }

  @Test
  void putShouldKeepWhatWasDiscarded() {
    // given
    api.put("/api/v1/triggers/t", TRIGGER);
    api.post("/api/v1/triggers/t/discard-waiting", null);

    // when: the spec comes once more from where it is kept
    Reply reply = api.put("/api/v1/triggers/t", TRIGGER);

    // then
    assertThat(reply.at("/revision")).isEqualTo("2");
    assertThat(Instant.parse(reply.at("/spec/discardedUntil"))).isEqualTo(ApiFixture.NOW);
  }

  @Test
  void testShouldNotAskForOtherKindsWhenTheTriggerJoins() {
    // when
    Reply reply =
        api.post(
            "/api/v1/trigger-tests",
            """
            {"trigger": {"job": "wc", "topic": "uploads",
                         "shape": {"join": {"key": "data.day", "within": "P1D",
                                            "events": {"a": "data.kind == 'a'", "b": "data.b"}}},
                         "parameters": {"input": "joined.b.data.url"}},
             "event": {"value": {"kind": "a", "day": "monday"}}}
            """);

    // then
    assertThat(reply.at("/items/0/verdict")).isEqualTo("matched");
    assertThat(reply.at("/items/0/reason"))
        .isEqualTo("It would wait for one event of each other kind of its join.");
    assertThat(reply.at("/items/0/keys/kind")).isEqualTo("a");
    assertThat(reply.at("/items/0/keys/group")).isEqualTo("monday");
  }

  @Test
  void testShouldShowWhatTheShapeKnowsAnEventBy() {
    // given
    api.put("/api/v1/triggers/t", TRIGGER);
    String event = "{\"event\": {\"value\": {\"url\": \"file:///a\", \"kind\": \"text\"}}}";

    // when
    Reply reply = api.post("/api/v1/triggers/t/test", event);

    // then
    assertThat(reply.at("/items/0/verdict")).isEqualTo("matched");
    assertThat(reply.at("/items/0/topic")).isEqualTo("uploads");
    assertThat(reply.at("/items/0/reason"))
        .isEqualTo("It would wait for the trigger's shape. Alone it would become this run.");
    assertThat(reply.at("/items/0/parameters/input")).isEqualTo("file:///a");
    assertThat(reply.at("/items/0/keys/dedup")).isEqualTo("file:///a");
    assertThat(reply.at("/items/0/keys/group")).isEqualTo("text");
  }

  @Test
  void testShouldReadTheLastEventsOfEachTopicThatAPatternMatches() {
    // given
    api.existing = Set.of("uploads-1", "uploads-2", "kindling.jobs", "other");
    api.recent =
        topic ->
            List.of(
                new ConsumerRecord<>(
                    topic, 0, 5, "k", "{\"url\": \"a\"}".getBytes(StandardCharsets.UTF_8)));

    // when
    Reply reply =
        api.post(
            "/api/v1/trigger-tests",
            """
            {"trigger": {"job": "wc", "topicPattern": "(uploads|kindling).*",
                         "parameters": {"input": "data.url"}}, "last": 5}
            """);

    // then
    assertThat(reply.body().get("items").findValuesAsText("topic"))
        .containsExactlyInAnyOrder("uploads-1", "uploads-2");
  }

  @Test
  void replayShouldLetTheEventWaitForTheShape() {
    // given
    api.put("/api/v1/triggers/t", TRIGGER);
    DeadLetters.letter(api, "t", "{\"url\": \"file:///a\", \"kind\": \"text\"}", List.of(3));

    // when
    Reply reply = api.post("/api/v1/dead-letters/0-1/replay", null);

    // then
    assertThat(reply.at("/state")).isEqualTo("replayed");
    assertThat(reply.body().at("/end/runs")).isEmpty();
    assertThat(api.sent).isEmpty();
    TriggerMatch match = Json.read(api.written.remove().value(), TriggerMatch.class);
    assertThat(match.recordKey()).isEqualTo("t/uploads-2@41#3");
    assertThat(match.letter()).isEqualTo("0-1");
  }
}
