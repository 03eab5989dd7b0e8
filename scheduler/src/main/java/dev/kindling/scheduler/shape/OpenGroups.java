package dev.kindling.scheduler.shape;

import dev.kindling.model.trigger.TriggerState.WaitingGroup;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Groups of events that are open, one for each key, until they are complete or their time is over.
 *
 * @param <G> what is known of a group; the same object for as long as it is open
 */
abstract class OpenGroups<G> implements Grouping {
  private final Map<String, G> open = new HashMap<>();
  private final Deadlines<G> deadlines = new Deadlines<>();

  /** The key of a group; null where the trigger has none. */
  abstract String keyOf(G group);

  /** By when it is over whatever comes; empty for never. */
  abstract Optional<Instant> end(G group);

  /** What becomes of it when its time is over; it is closed by then. */
  abstract void over(G group, Outcome outcome);

  /** What is told of it. */
  abstract WaitingGroup told(G group);

  /**
   * The group that an event of this time belongs to; null if there is none. One whose time was over
   * before ends here.
   */
  final G find(String key, Instant at, Outcome outcome) {
    G group = open.get(key);
    if (group != null && end(group).filter(end -> !end.isAfter(at)).isPresent()) {
      close(group);
      over(group, outcome);
      return null;
    }
    return group;
  }

  /** It is open, and has changed. */
  final void keep(G group) {
    open.put(keyOf(group), group);
    end(group).ifPresent(end -> deadlines.set(group, end));
  }

  /** It is open no more. */
  final void close(G group) {
    open.remove(keyOf(group));
    deadlines.remove(group);
  }

  @Override
  public final void pass(Instant now, Outcome outcome) {
    for (G group : deadlines.due(now)) {
      if (!outcome.hasRoom()) {
        return;
      }
      close(group);
      over(group, outcome);
    }
  }

  @Override
  public final Optional<Instant> next() {
    return deadlines.next();
  }

  @Override
  public final List<WaitingGroup> waiting() {
    return open.values().stream().map(this::told).toList();
  }
}
