package dev.kindling.gateway.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.kindling.model.json.Json;
import java.io.UncheckedIOException;
import java.util.Base64;

/**
 * The place of a line in the order of lines: what Elasticsearch sorted it by, to be given back as
 * {@code search_after}.
 *
 * @param sort nanoseconds since 1970, offset in the file, path of the file; offset and path may be
 *     null where a document lacks them
 */
public record LogCursor(ArrayNode sort) {
  private static final int PARTS = 3;

  /** The cursor as text, which clients must not look into. */
  public String text() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(sort));
  }

  /**
   * The cursor of a text.
   *
   * @throws IllegalArgumentException if it is none of ours
   */
  public static LogCursor of(String text) {
    try {
      JsonNode sort = Json.tree(Base64.getUrlDecoder().decode(text));
      if (sort instanceof ArrayNode array && isOurs(array)) {
        return new LogCursor(array);
      }
    } catch (UncheckedIOException e) {
      throw new IllegalArgumentException("no cursor of ours", e);
    }
    throw new IllegalArgumentException("no cursor of ours");
  }

  private static boolean isOurs(ArrayNode array) {
    return array.size() == PARTS
        && array.get(0).isIntegralNumber()
        && (array.get(1).isIntegralNumber() || array.get(1).isNull())
        && (array.get(2).isTextual() || array.get(2).isNull());
  }
}
