package dev.kindling.bench.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.model.json.Json;
import java.util.Map;
import java.util.Optional;

/**
 * An answer.
 *
 * @param status of HTTP
 * @param headers by lower-case name
 * @param body as text
 */
public record Reply(int status, Map<String, String> headers, String body) {
  public Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName));
  }

  public JsonNode json() {
    return Json.read(body, JsonNode.class);
  }
}
