package dev.kindling.system;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.model.json.Json;
import java.util.List;

/** What was refused so far. */
final class DeadLetters {
  private DeadLetters() {}

  static List<JsonNode> of(String bootstrap) {
    return TopicDump.of(bootstrap, KindlingTopics.DEAD_LETTERS.name()).stream()
        .map(letter -> Json.tree(letter.value()))
        .toList();
  }
}
