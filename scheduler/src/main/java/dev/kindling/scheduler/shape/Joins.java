package dev.kindling.scheduler.shape;

import dev.kindling.model.trigger.TriggerShape;
import dev.kindling.model.trigger.TriggerState.WaitingGroup;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Waits until there is one event of each kind. Of several of a kind the last counts, so that what
 * is done once more before the others come is not joined in its old form.
 */
final class Joins extends OpenGroups<Joins.Parts> {
  private final TriggerShape.Join bounds;
  private final List<String> kinds;

  /** The events that are there, by their kinds. */
  static final class Parts {
    private final String key;
    private final Map<String, Waiting> byKind = new LinkedHashMap<>();

    private Parts(String key) {
      this.key = key;
    }

    private Instant since() {
      return byKind.values().stream().map(Waiting::at).min(Instant::compareTo).orElseThrow();
    }
  }

  Joins(TriggerShape.Join bounds, List<String> kinds) {
    this.bounds = bounds;
    this.kinds = kinds;
  }

  @Override
  public void add(Waiting event, Outcome outcome) {
    Parts found = find(event.key(), event.at(), outcome);
    Parts parts = found == null ? new Parts(event.key()) : found;
    // Taken out first, so that the map has its events in the order in which they came.
    Waiting before = parts.byKind.remove(event.kind());
    parts.byKind.put(event.kind(), event);
    if (before != null) {
      outcome.superseded(before);
    }
    if (parts.byKind.size() == kinds.size()) {
      close(parts);
      outcome.ready(
          Ready.of(
              parts.byKind.values().stream().sorted(Comparator.comparing(Waiting::at)).toList(),
              parts.byKind));
    } else {
      keep(parts);
    }
  }

  @Override
  String keyOf(Parts parts) {
    return parts.key;
  }

  @Override
  Optional<Instant> end(Parts parts) {
    return Optional.of(parts.since().plus(bounds.within()));
  }

  @Override
  void over(Parts parts, Outcome outcome) {
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

  private String missing(Parts parts) {
    return kinds.stream()
        .filter(kind -> !parts.byKind.containsKey(kind))
        .map(kind -> "\"" + kind + "\"")
        .collect(Collectors.joining(" and "));
  }

  @Override
  WaitingGroup told(Parts parts) {
    return new WaitingGroup(
        parts.key,
        parts.byKind.size(),
        parts.since(),
        end(parts).orElseThrow(),
        "It waits for " + missing(parts) + ".");
  }
}
