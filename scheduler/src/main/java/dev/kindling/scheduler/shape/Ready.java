package dev.kindling.scheduler.shape;

import dev.kindling.kit.trigger.EventGroup;
import java.time.Instant;

/**
 * Events that are to become a run as soon as the trigger may have one.
 *
 * @param key that they have in common; null where the trigger has none
 * @param group those that the run sees
 */
record Ready(String key, EventGroup group) {
  /** When the first of them came. */
  Instant since() {
    return group.events().get(0).at();
  }

  /** When the last of them came. */
  Instant at() {
    return group.last().at();
  }
}
