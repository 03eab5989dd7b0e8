package dev.kindling.scheduler.shape;

import dev.kindling.kit.trigger.Matches;
import dev.kindling.model.trigger.TriggerMatch;
import java.time.Instant;

/**
 * An event that waits.
 *
 * @param key of its batch, debounce or join; null where the trigger has none
 * @param kind of its join; null where the trigger joins nothing
 */
record Waiting(TriggerMatch match, String key, String kind) {
  Instant at() {
    return match.at();
  }

  int bytes() {
    return Matches.bytes(match);
  }
}
