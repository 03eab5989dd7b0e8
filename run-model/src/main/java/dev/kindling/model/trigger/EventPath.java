package dev.kindling.model.trigger;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A place in an event: a JSON pointer (RFC 6901) without its leading slash. An event is an object
 * with
 *
 * <ul>
 *   <li>{@code data}: what it says; the whole document where it is plain JSON ({@code
 *       data/order/id}),
 *   <li>the context attributes of a CloudEvent, extensions included ({@code type}, {@code source},
 *       {@code subject}),
 *   <li>{@code record}: the Kafka record that carried it ({@code record/topic}, {@code
 *       record/partition}, {@code record/offset}, {@code record/timestamp}, {@code record/key},
 *       {@code record/headers/name}).
 * </ul>
 */
public final class EventPath {
  private EventPath() {}

  /** What is wrong with a path, as the end of a sentence; empty if nothing is. */
  public static Optional<String> problem(String path) {
    if (path == null || path.isEmpty()) {
      return Optional.of("is empty: give a path into the event, for example data/order/id");
    }
    if (path.startsWith("/")) {
      return Optional.of("begins with a slash: leave it out, as in data/order/id");
    }
    if (path.startsWith("$") || path.startsWith("data.")) {
      return Optional.of("is not a path: separate the steps with slashes, as in data/order/id");
    }
    return Optional.empty();
  }

  /** The value at a path; a missing node where there is none. */
  public static JsonNode at(JsonNode event, String path) {
    return event.at(JsonPointer.compile("/" + path));
  }
}
