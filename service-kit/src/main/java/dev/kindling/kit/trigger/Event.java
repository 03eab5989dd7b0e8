package dev.kindling.kit.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.kit.expression.EventScope;

/**
 * An event as filters and mappings see it.
 *
 * @param attributes the context attributes of a CloudEvent; an empty object for plain JSON
 * @param data what it says; bytes where they are neither JSON nor text; missing for nothing
 * @param scope both, and the record that carried them, for expressions
 * @param source the CloudEvent's source; null where the event is none
 * @param id the CloudEvent's id; null where the event is none
 * @param traceparent the W3C trace context that came with it, or null
 */
public record Event(
    ObjectNode attributes,
    JsonNode data,
    EventScope scope,
    String source,
    String id,
    String traceparent) {
  /** Whether it has an identity of its own, by which a repetition is known. */
  boolean hasIdentity() {
    return source != null;
  }
}
