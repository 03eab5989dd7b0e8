package dev.kindling.scheduler.shape;

import dev.kindling.kit.trigger.EventGroup;
import dev.kindling.model.trigger.TriggerMatch;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Events that are to become a run as soon as the trigger may have one.
 *
 * @param key that they have in common; null where the trigger has none
 * @param throttleKey of the last of them; never null
 */
record Ready(String key, String throttleKey, EventGroup group) {
  /**
   * Of some events, the oldest first.
   *
   * @param joined by the names of their kinds; empty where the trigger joins none
   */
  static Ready of(List<Waiting> events, Map<String, Waiting> joined) {
    Waiting last = events.get(events.size() - 1);
    Map<String, TriggerMatch> kinds = new HashMap<>();
    joined.forEach((kind, event) -> kinds.put(kind, event.match()));
    return new Ready(
        last.key(),
        last.throttleKey(),
        new EventGroup(events.stream().map(Waiting::match).toList(), kinds));
  }

  /** Of one event. */
  static Ready of(Waiting event) {
    return of(List.of(event), Map.of());
  }

  /** How many events they are. */
  int size() {
    return group.events().size();
  }

  /** When the first of them came. */
  Instant since() {
    return group.events().get(0).at();
  }

  /** When the last of them came. */
  Instant at() {
    return group.last().at();
  }
}
