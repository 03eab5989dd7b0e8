package dev.kindling.scheduler.shape;

import dev.kindling.kit.trigger.Matches;
import dev.kindling.model.trigger.TriggerMatch;
import java.time.Instant;

/**
 * An event that waits.
 *
 * @param key of its batch, debounce or join; null where the trigger has none
 * @param kind of its join; null where the trigger joins nothing
 * @param throttleKey never null; empty where the trigger has none
 */
record Waiting(Taken taken, String key, String kind, String throttleKey) {
  TriggerMatch match() {
    return taken.match();
  }

  Instant at() {
    return taken.match().at();
  }

  /** How many bytes its data take. */
  int bytes() {
    return Matches.bytes(taken.match());
  }
}
