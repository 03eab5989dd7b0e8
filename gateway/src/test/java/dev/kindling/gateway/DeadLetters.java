package dev.kindling.gateway;

import dev.kindling.model.json.Json;
import dev.kindling.model.trigger.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Dead letters on the journal of the fixture. */
final class DeadLetters {
  private DeadLetters() {}

  /**
   * The only letter, with the id 0-1.
   *
   * @param events which events of a batch it is about
   */
  static void letter(ApiFixture api, String trigger, String value, List<Integer> events) {
    DeadLetter letter =
        new DeadLetter(
            "trigger/" + trigger,
            trigger,
            "It lacks something.",
            null,
            "uploads",
            2,
            41,
            ApiFixture.NOW,
            "k",
            Map.of(),
            Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)),
            false,
            events,
            ApiFixture.NOW);
    ConsumerRecord<String, byte[]> record =
        new ConsumerRecord<>("kindling.dead-letters", 0, 1, letter.source(), Json.bytes(letter));
    api.recent = topic -> List.of(record);
    api.letters.apply(record);
  }
}
