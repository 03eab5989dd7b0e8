package dev.kindling.kit.trigger;

import dev.kindling.kit.request.SizedRequest;
import dev.kindling.model.json.Json;
import dev.kindling.model.trigger.TriggerMatch;
import java.util.Optional;

/**
 * A match that is known to fit into a Kafka record, beside its key and what Kafka adds, as a {@link
 * SizedRequest} is.
 */
public final class SizedMatch {
  private final TriggerMatch match;
  private final byte[] bytes;

  private SizedMatch(TriggerMatch match, byte[] bytes) {
    this.match = match;
    this.bytes = bytes;
  }

  /** The match in its size; empty if it is too large. */
  static Optional<SizedMatch> of(TriggerMatch match) {
    byte[] bytes = Json.bytes(match);
    return bytes.length > SizedRequest.MOST_BYTES
        ? Optional.empty()
        : Optional.of(new SizedMatch(match, bytes));
  }

  /** The match itself. */
  public TriggerMatch match() {
    return match;
  }

  /** How many bytes it takes. */
  public int size() {
    return bytes.length;
  }

  byte[] bytes() {
    return bytes;
  }
}
