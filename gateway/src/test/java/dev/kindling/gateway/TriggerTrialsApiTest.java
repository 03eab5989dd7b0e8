package dev.kindling.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.gateway.ApiFixture.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TriggerTrialsApiTest {
  private static final String TRIGGER =
      """
      {"job": "wc", "topic": "uploads", "filter": "event.type == 'uploaded' && data.size > 0",
       "parameters": {"input": "data.url"}, "paused": true}
      """;
  private static final String EVENT =
      """
      {"specversion": "1.0", "id": "7", "source": "/s", "type": "uploaded",
       "data": {"size": 5, "url": "file:///a"}}
      """;

  private ApiFixture api;

  @BeforeEach
  void open() throws Exception {
    api = new ApiFixture();
    api.put("/api/v1/jobs/wc", DefinitionsApiTest.JOB);
    api.put("/api/v1/triggers/on-upload", TRIGGER);
  }

  @AfterEach
  void close() throws Exception {
    api.close();
  }

  private static ConsumerRecord<String, byte[]> stored(long offset, String value) {
    return new ConsumerRecord<>("uploads", 1, offset, "k", value.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void testShouldShowTheRunThatWouldStart() {
    // when
    Reply reply =
        api.post("/api/v1/triggers/on-upload/test", "{\"event\": {\"value\": " + EVENT + "}}");

    // then
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.at("/items/0/verdict")).isEqualTo("fired");
    assertThat(reply.at("/items/0/job")).isEqualTo("wc");
    assertThat(reply.at("/items/0/parameters/input")).isEqualTo("file:///a");
    assertThat(reply.at("/items/0/parameters/top")).isEqualTo("10");
    assertThat(reply.at("/items/0/runId")).isNotEmpty();
    assertThat(api.sent).isEmpty();
  }

  @Test
  void testShouldSayWhyThereWouldBeNoRun() {
    // when
    Reply filtered =
        api.post(
            "/api/v1/triggers/on-upload/test",
            "{\"event\": {\"value\": " + EVENT.replace("\"size\": 5", "\"size\": 0") + "}}");
    Reply refused =
        api.post(
            "/api/v1/triggers/on-upload/test",
            "{\"event\": {\"value\": " + EVENT.replace("\"size\": 5,", "") + "}}");
    Reply unreadable =
        api.post("/api/v1/triggers/on-upload/test", "{\"event\": {\"value\": \"no json\"}}");

    // then
    assertThat(filtered.at("/items/0/verdict")).isEqualTo("filtered");
    assertThat(refused.at("/items/0/verdict")).isEqualTo("refused");
    assertThat(refused.at("/items/0/reason")).contains("key 'size' is not present");
    assertThat(unreadable.at("/items/0/verdict")).isEqualTo("unreadable");
  }

  @Test
  void testShouldTryTheLastEventsOfTheTopic() {
    // given
    api.recent =
        topic ->
            List.of(stored(9, EVENT), stored(8, "{\"x\": 1}"), stored(7, "[\"not an event\"]"));

    // when
    Reply reply = api.post("/api/v1/triggers/on-upload/test", "{\"last\": 3}");

    // then
    assertThat(reply.body().get("items").findValuesAsText("verdict"))
        .containsExactly("fired", "refused", "refused");
    assertThat(reply.at("/items/0/offset")).isEqualTo("9");
  }

  @Test
  void testShouldTryATriggerThatIsNotSaved() {
    // when
    Reply reply =
        api.post(
            "/api/v1/trigger-tests",
            """
            {"trigger": {"job": "wc", "topic": "t", "filter": "headers['kind'] == 'x' && key == 'k'",
                         "parameters": {"input": "data.name + '!'"}},
             "event": {"key": "k", "headers": {"kind": "x"}, "value": {"name": "n"}}}
            """);
    Reply wrong =
        api.post(
            "/api/v1/trigger-tests",
            "{\"trigger\": {\"job\": \"wc\", \"topic\": \"t\", \"filter\": \"1 +\"}, \"last\": 1}");

    // then
    assertThat(reply.at("/items/0/parameters/input")).isEqualTo("n!");
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.at("/errors/0/field")).isEqualTo("filter");
  }

  @Test
  void testShouldSayWhatIsMissing() {
    assertThat(api.post("/api/v1/triggers/none/test", "{\"last\": 1}").status()).isEqualTo(404);
    assertThat(api.post("/api/v1/triggers/on-upload/test", "{}").at("/errors/0/message"))
        .contains("a sample, or how many");
    assertThat(api.post("/api/v1/triggers/on-upload/test", "{\"last\": 101}").at("/errors/0/field"))
        .isEqualTo("last");
    assertThat(api.post("/api/v1/triggers/on-upload/test", "{\"event\": {}}").at("/errors/0/field"))
        .isEqualTo("event/value");
    assertThat(api.post("/api/v1/trigger-tests", "{\"last\": 1}").at("/errors/0/field"))
        .isEqualTo("trigger");
  }
}
