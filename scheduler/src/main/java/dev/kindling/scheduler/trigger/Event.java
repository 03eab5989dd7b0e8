package dev.kindling.scheduler.trigger;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An event as filters and mappings see it.
 *
 * @param view the object that an {@link dev.kindling.model.trigger.EventPath} points into
 * @param source the CloudEvent's source; null where the event is none
 * @param id the CloudEvent's id; null where the event is none
 * @param traceparent the W3C trace context that came with it, or null
 */
record Event(JsonNode view, String source, String id, String traceparent) {
  /** Whether it has an identity of its own, by which a repetition is known. */
  boolean hasIdentity() {
    return source != null;
  }
}
