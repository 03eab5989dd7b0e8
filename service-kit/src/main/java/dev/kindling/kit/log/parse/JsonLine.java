package dev.kindling.kit.log.parse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/** A line that is one JSON object, in one of the shapes that we know by their first key. */
final class JsonLine {
  private final ObjectMapper mapper =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** The fields of the line, or empty if it is not one whole JSON object in a known shape. */
  Optional<ParsedEvent> parse(String line) {
    try {
      JsonNode json = mapper.readTree(line);
      if (!json.isObject()) {
        return Optional.empty();
      }
      return json.has(EcsShape.TIME) ? EcsShape.event(json) : SparkShape.event(json);
    } catch (JsonProcessingException broken) {
      return Optional.empty();
    }
  }

  /** A field that is text; null if it is not. */
  static String text(JsonNode json, String field) {
    JsonNode value = json.path(field);
    return value.isTextual() ? value.asText() : null;
  }
}
