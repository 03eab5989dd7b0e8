package dev.kindling.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of events, on real parts. */
@ExtendWith(WholeSystem.class)
class TriggersIT {

  private static String topic(WholeSystem.Running system)
      throws ExecutionException, InterruptedException {
    String topic = "events-" + UUID.randomUUID();
    Topics.create(system, topic);
    return topic;
  }

  private static Map<String, Object> trigger(String topic, String dir, String lines) {
    return Map.of(
        "job",
        "mended",
        "topic",
        topic,
        "parameters",
        Map.of("dir", "'" + dir + "'", "lines", lines));
  }

  private static JsonNode letters(WholeSystem.Running system, String topic, String state) {
    return system
        .api()
        .get("/api/v1/dead-letters?topic=" + topic + "&state=" + state)
        .expect(200)
        .body()
        .path("items");
  }

  private static String id(JsonNode letters, boolean ofATrigger) {
    for (JsonNode letter : letters) {
      if (letter.has("trigger") == ofATrigger) {
        return letter.path("id").asText();
      }
    }
    throw new AssertionError("no such letter among " + letters);
  }

  @Test
  void deadLetterShouldBecomeItsRunWhenTheTriggerIsMended(WholeSystem.Running system)
      throws ExecutionException, InterruptedException {
    // given: the producer says rows, and the trigger asks for lines
    ProbeRuns probes = new ProbeRuns(system);
    probes.register("mended", 1);
    String topic = topic(system);
    String dir = probes.folder().toString();
    system.api().put("/api/v1/triggers/mended", trigger(topic, dir, "data.lines")).expect(201);
    Topics.send(system, topic, "{\"rows\": 3}", "no json");
    Deadline.await(
        "both are dead letters", ProbeRuns.SOON, () -> letters(system, topic, "open").size() == 2);
    String refused = id(letters(system, topic, "open"), true);
    String unreadable = id(letters(system, topic, "open"), false);
    String letters = "/api/v1/dead-letters/";

    // when
    Api.Answer early = system.api().post(letters + refused + "/replay", null, null);
    system.api().put("/api/v1/triggers/mended", trigger(topic, dir, "data.rows")).expect(200);
    JsonNode replayed =
        system.api().post(letters + refused + "/replay", null, null).expect(200).body();
    Deadline.await(
        "a second replay is refused",
        ProbeRuns.SOON,
        () -> {
          Api.Answer again = system.api().post(letters + refused + "/replay", null, null);
          return again.status() == 409;
        });
    system
        .api()
        .post(letters + unreadable + "/discard", Map.of("reason", "a slip"), null)
        .expect(200);

    // then
    assertThat(early.status()).isEqualTo(409);
    String id = replayed.at("/end/runs/0").asText();
    JsonNode run = probes.succeeds(id);
    assertThat(run.at("/parameters/lines").asInt()).isEqualTo(3);
    assertThat(system.api().get("/api/v1/runs?job=mended").body().path("items")).hasSize(1);
    Deadline.await(
        "nothing is open any more", ProbeRuns.SOON, () -> letters(system, topic, "open").isEmpty());
    assertThat(letters(system, topic, "discarded").at("/0/end/reason").asText())
        .isEqualTo("a slip");
    system.api().delete("/api/v1/triggers/mended").expect(204);
  }

  @Test
  void batchOfEventsShouldBecomeARunForEach(WholeSystem.Running system)
      throws ExecutionException, InterruptedException {
    // given
    ProbeRuns probes = new ProbeRuns(system);
    probes.register("batched", 1);
    String topic = topic(system);
    system
        .api()
        .put(
            "/api/v1/triggers/batched",
            Map.of(
                "job",
                "batched",
                "topic",
                topic,
                "filter",
                "event.type == 'file' && data.rows > 0",
                "parameters",
                Map.of("dir", "'" + probes.folder() + "'", "lines", "data.rows")))
        .expect(201);
    String event =
        "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/s\",\"type\":\"file\","
            + "\"data\":{\"rows\":%d}}";

    // when: three events in one record, one of which the filter leaves out
    String batch =
        "["
            + event.formatted("a", 1)
            + ","
            + event.formatted("b", 0)
            + ","
            + event.formatted("c", 2)
            + "]";
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(topic, "k", batch.getBytes(StandardCharsets.UTF_8));
    record
        .headers()
        .add("content-type", "application/cloudevents-batch+json".getBytes(StandardCharsets.UTF_8));
    Topics.send(system, record);

    // then
    Deadline.await(
        "a run for each that matches",
        ProbeRuns.SOON,
        () -> system.api().get("/api/v1/runs?job=batched").body().path("items").size() == 2);
    for (JsonNode run : system.api().get("/api/v1/runs?job=batched").body().path("items")) {
      probes.succeeds(run.path("id").asText());
    }
    system.api().delete("/api/v1/triggers/batched").expect(204);
  }
}
