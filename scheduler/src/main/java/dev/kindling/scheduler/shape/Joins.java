package dev.kindling.scheduler.shape;

import dev.kindling.model.trigger.TriggerShape;
import dev.kindling.model.trigger.TriggerState.WaitingGroup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Waits until there is one event of each kind. Of several of a kind the last counts, so that what
 * is done once more before the others come is not joined in its old form.
 */
final class Joins implements Grouping {
  private final TriggerShape.Join bounds;
  private final List<String> kinds;
  private final Map<String, Parts> open = new HashMap<>();
  private final Deadlines<Parts> deadlines = new Deadlines<>();

  private static final class Parts {
    private final String key;
    private final Map<String, Waiting> byKind = new LinkedHashMap<>();

    Parts(String key) {
      this.key = key;
    }

    Instant first() {
      return byKind.values().stream().map(Waiting::at).min(Instant::compareTo).orElseThrow();
    }
  }

  Joins(TriggerShape.Join bounds, List<String> kinds) {
    this.bounds = bounds;
    this.kinds = kinds;
  }

  @Override
  public void add(Waiting event, Outcome outcome) {
    Parts parts = open.get(event.key());
    if (parts != null && !end(parts).isAfter(event.at())) {
      giveUp(parts, outcome);
      parts = null;
    }
    if (parts == null) {
      parts = new Parts(event.key());
      open.put(event.key(), parts);
    }
    // Taken out first, so that the map has its events in the order in which they came.
    Waiting before = parts.byKind.remove(event.kind());
    parts.byKind.put(event.kind(), event);
    if (before != null) {
      outcome.superseded(before);
    }
    if (parts.byKind.size() == kinds.size()) {
      complete(parts, outcome);
    } else {
      deadlines.set(parts, end(parts));
    }
  }

  private Instant end(Parts parts) {
    return parts.first().plus(bounds.within());
  }

  private void complete(Parts parts, Outcome outcome) {
    close(parts);
    List<Waiting> events =
        parts.byKind.values().stream().sorted(Comparator.comparing(Waiting::at)).toList();
    outcome.ready(Ready.of(events, parts.byKind));
  }

  private void giveUp(Parts parts, Outcome outcome) {
    close(parts);
    String reason =
        "The join of \""
            + parts.key
            + "\" is incomplete: "
            + missing(parts)
            + " did not come within "
            + bounds.within()
            + ". Replay it when the rest is there, or discard it.";
    parts.byKind.values().forEach(event -> outcome.incomplete(event, reason));
  }

  private void close(Parts parts) {
    open.remove(parts.key);
    deadlines.remove(parts);
  }

  private String missing(Parts parts) {
    return kinds.stream()
        .filter(kind -> !parts.byKind.containsKey(kind))
        .map(kind -> "\"" + kind + "\"")
        .collect(Collectors.joining(" and "));
  }

  @Override
  public void pass(Instant now, Outcome outcome) {
    for (Parts parts : deadlines.due(now)) {
      if (!outcome.hasRoom()) {
        return;
      }
      giveUp(parts, outcome);
    }
  }

  @Override
  public Optional<Instant> next() {
    return deadlines.next();
  }

  @Override
  public List<WaitingGroup> waiting() {
    List<WaitingGroup> all = new ArrayList<>();
    for (Parts parts : open.values()) {
      all.add(
          new WaitingGroup(
              parts.key,
              parts.byKind.size(),
              parts.first(),
              end(parts),
              "It waits for " + missing(parts) + "."));
    }
    return all;
  }
}
