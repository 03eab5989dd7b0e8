package dev.kindling.scheduler.shape;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** By when something is to be looked at, the earliest first. Each thing has one deadline. */
final class Deadlines<T> {
  private final TreeMap<Instant, Set<T>> byTime = new TreeMap<>();
  private final Map<T, Instant> times = new HashMap<>();

  /** Sets it, whatever it was before. */
  void set(T thing, Instant deadline) {
    if (deadline.equals(times.get(thing))) {
      return;
    }
    remove(thing);
    times.put(thing, deadline);
    byTime.computeIfAbsent(deadline, at -> new LinkedHashSet<>()).add(thing);
  }

  void remove(T thing) {
    Instant deadline = times.remove(thing);
    if (deadline != null) {
      Set<T> all = byTime.get(deadline);
      all.remove(thing);
      if (all.isEmpty()) {
        byTime.remove(deadline);
      }
    }
  }

  /** Those whose deadline is now or was before; they stay until they are removed. */
  List<T> due(Instant now) {
    List<T> due = new ArrayList<>();
    byTime.headMap(now, true).values().forEach(due::addAll);
    return due;
  }

  Optional<Instant> next() {
    return byTime.isEmpty() ? Optional.empty() : Optional.of(byTime.firstKey());
  }
}
