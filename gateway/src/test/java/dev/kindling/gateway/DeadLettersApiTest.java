package dev.kindling.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.gateway.ApiFixture.Reply;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.RunIds;
import dev.kindling.model.trigger.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLettersApiTest {
  private static final String EVENT =
      """
      {"specversion": "1.0", "id": "7", "source": "/s", "type": "t", "data": {"url": "file:///a"}}
      """;

  private final Map<String, List<ConsumerRecord<String, byte[]>>> topics = new HashMap<>();
  private ApiFixture api;

  @BeforeEach
  void open() throws Exception {
    api = new ApiFixture();
    api.recent = topic -> topics.getOrDefault(topic, List.of());
    api.put("/api/v1/jobs/wc", DefinitionsApiTest.JOB);
    trigger("on-upload", "data.url");
  }

  @AfterEach
  void close() throws Exception {
    api.close();
  }

  private void trigger(String name, String input) {
    api.put(
        "/api/v1/triggers/" + name,
        """
        {"job": "wc", "topic": "uploads", "parameters": {"input": "%s"}}
        """
            .formatted(input));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A letter at this offset of the journal, partition 0. */
  private void letter(long offset, String trigger, String value, boolean cut) {
    DeadLetter letter =
        new DeadLetter(
            trigger == null ? "topic/uploads" : "trigger/" + trigger,
            trigger,
            "It lacks something.",
            null,
            "uploads",
            2,
            40 + offset,
            ApiFixture.NOW,
            "k",
            Map.of("content-type", "application/json"),
            Base64.getEncoder().encodeToString(bytes(value)),
            cut,
            List.of(),
            ApiFixture.NOW.plusSeconds(offset));
    ConsumerRecord<String, byte[]> record =
        new ConsumerRecord<>(
            "kindling.dead-letters", 0, offset, letter.source(), Json.bytes(letter));
    topics.computeIfAbsent(record.topic(), topic -> new ArrayList<>()).add(record);
    api.letters.apply(record);
  }

  private List<String> ids(String query) {
    return api.get("/api/v1/dead-letters" + query).body().get("items").findValuesAsText("id");
  }

  @Test
  void listShouldShowTheNewestFirstPageByPage() {
    // given
    letter(1, "on-upload", EVENT, false);
    letter(2, null, "x", false);
    letter(3, "other", EVENT, false);

    // when
    Reply first = api.get("/api/v1/dead-letters?limit=2");
    Reply second = api.get("/api/v1/dead-letters?limit=2&cursor=" + first.at("/next"));

    // then
    assertThat(first.body().get("items").findValuesAsText("id")).containsExactly("0-3", "0-2");
    assertThat(second.body().get("items").findValuesAsText("id")).containsExactly("0-1");
    assertThat(second.body().has("next")).isFalse();
    assertThat(ids("?trigger=on-upload")).containsExactly("0-1");
    assertThat(ids("?topic=none")).isEmpty();
    assertThat(api.get("/api/v1/dead-letters?state=lost").status()).isEqualTo(400);
  }

  @Test
  void getShouldShowTheWholeRecord() {
    letter(1, "on-upload", EVENT, false);
    Reply reply = api.get("/api/v1/dead-letters/0-1");
    assertThat(
            new String(
                Base64.getDecoder().decode(reply.at("/valueBase64")), StandardCharsets.UTF_8))
        .isEqualTo(EVENT);
    assertThat(reply.at("/headers/content-type")).isEqualTo("application/json");
    assertThat(reply.at("/reason")).isEqualTo("It lacks something.");
    assertThat(api.get("/api/v1/dead-letters/0-9").status()).isEqualTo(404);
  }

  @Test
  void replayShouldAskForTheRunThatTheEventShouldHaveBeen() {
    // given
    letter(1, "on-upload", EVENT, false);

    // when
    Reply replayed = api.post("/api/v1/dead-letters/0-1/replay", null);
    Reply again = api.post("/api/v1/dead-letters/0-1/replay", null);

    // then
    assertThat(replayed.status()).isEqualTo(200);
    assertThat(replayed.at("/state")).isEqualTo("replayed");
    assertThat(replayed.at("/end/runs/0")).isEqualTo(RunIds.ofEvent("on-upload", "/s", "7"));
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.at("/detail")).contains("was replayed", replayed.at("/end/runs/0"));
    assertThat(api.sent)
        .extracting(sent -> sent.request().runId())
        .containsExactly(replayed.at("/end/runs/0"));
    assertThat(ids("?state=open")).isEmpty();
    assertThat(ids("?state=replayed")).containsExactly("0-1");
  }

  @Test
  void replayShouldBeRefusedWithTheReasonAsLongAsTheEventCannotBeUsed() {
    // given
    trigger("on-upload", "data.nothing");
    letter(1, "on-upload", EVENT, false);
    letter(2, "gone", EVENT, false);
    letter(3, null, "no json", false);

    // when
    Reply unfit = api.post("/api/v1/dead-letters/0-1/replay", null);
    Reply gone = api.post("/api/v1/dead-letters/0-2/replay", null);
    Reply unreadable = api.post("/api/v1/dead-letters/0-3/replay", null);
    trigger("on-upload", "data.url");
    Reply mended = api.post("/api/v1/dead-letters/0-1/replay", null);

    // then
    assertThat(unfit.status()).isEqualTo(409);
    assertThat(unfit.at("/detail"))
        .startsWith(
            "The trigger on-upload still cannot use it. \"data.nothing\" has no value here");
    assertThat(gone.at("/detail")).contains("The trigger gone is there no more");
    assertThat(unreadable.at("/detail")).startsWith("It still cannot be read. It is not JSON");
    assertThat(mended.status()).isEqualTo(200);
    assertThat(ids("?state=open")).containsExactly("0-3", "0-2");
  }

  @Test
  void replayShouldGiveALetterOfTheTopicToEachOfItsTriggers() {
    // given
    trigger("second", "'x'");
    letter(1, null, EVENT, false);

    // when
    Reply replayed = api.post("/api/v1/dead-letters/0-1/replay", null);

    // then
    assertThat(replayed.body().at("/end/runs")).hasSize(2);
  }

  @Test
  void replayShouldTakeTheWholeRecordFromItsTopicWhenTheLetterHasAPart() {
    // given
    letter(1, "on-upload", EVENT.substring(0, 20), true);

    // when
    Reply without = api.post("/api/v1/dead-letters/0-1/replay", null);
    topics.put("uploads", List.of(new ConsumerRecord<>("uploads", 2, 41L, "k", bytes(EVENT))));
    Reply with = api.post("/api/v1/dead-letters/0-1/replay", null);

    // then
    assertThat(without.status()).isEqualTo(409);
    assertThat(without.at("/detail")).contains("its topic has it no more");
    assertThat(with.at("/end/runs/0")).isEqualTo(RunIds.ofEvent("on-upload", "/s", "7"));
  }

  @Test
  void discardShouldSayWhoAndWhy() {
    // given
    letter(1, "on-upload", EVENT, false);

    // when
    Reply reply =
        api.post("/api/v1/dead-letters/0-1/discard", "{\"reason\": \"a test of the producer\"}");

    // then
    assertThat(reply.at("/state")).isEqualTo("discarded");
    assertThat(reply.at("/end/by")).isEqualTo("anonymous");
    assertThat(reply.at("/end/reason")).isEqualTo("a test of the producer");
    assertThat(ids("?state=discarded")).containsExactly("0-1");
    assertThat(api.sent).isEmpty();
  }
}
