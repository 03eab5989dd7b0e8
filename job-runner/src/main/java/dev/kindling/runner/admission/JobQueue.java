package dev.kindling.runner.admission;

import dev.kindling.model.run.Origin;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunState;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The unfinished runs of one job: those that wait, in order, and how many are under way. */
final class JobQueue {
  private final String job;
  private final TreeMap<Place, Run> queued = new TreeMap<>();
  private final TreeSet<Place> unfinished = new TreeSet<>();
  private final Map<String, OriginLine> lines = new HashMap<>();
  private int underWay;

  JobQueue(String job) {
    this.job = job;
  }

  String job() {
    return job;
  }

  /** How many runs have an attempt under way. */
  int underWay() {
    return underWay;
  }

  /** The run that goes next. */
  Optional<Run> head() {
    return queued.isEmpty() ? Optional.empty() : Optional.of(queued.firstEntry().getValue());
  }

  /** The first so many that wait, in order. */
  List<Run> first(int most) {
    return queued.values().stream().limit(most).toList();
  }

  int unfinished() {
    return unfinished.size();
  }

  boolean isEmpty() {
    return unfinished.isEmpty();
  }

  /** The ids of the unfinished runs, who asked first goes first. */
  List<String> oldest(int most) {
    return unfinished.stream()
        .sorted(java.util.Comparator.comparing(Place::requestedAt).thenComparing(Place::runId))
        .limit(most)
        .map(Place::runId)
        .toList();
  }

  /** The runs of each schedule and trigger. */
  Collection<OriginLine> lines() {
    return lines.values();
  }

  /** The ids of the unfinished runs that a schedule or trigger has started. */
  List<String> unfinishedOf(Origin origin) {
    OriginLine line = lines.get(key(origin));
    return line == null ? List.of() : line.unfinished();
  }

  /** Takes the next state of a run of this job; {@code before} is null for a new one. */
  void changed(Run before, Run after) {
    Place place = Place.of(after);
    if (before != null && before.state().isActive()) {
      underWay--;
    }
    if (after.state().isActive()) {
      underWay++;
    }
    if (after.state() == RunState.QUEUED && !OriginLine.isInLine(after)) {
      queued.put(place, after);
    } else {
      queued.remove(place);
    }
    if (after.state().isFinal()) {
      unfinished.remove(place);
    } else {
      unfinished.add(place);
    }
    if (after.origin().name() != null) {
      line(place, after);
    }
  }

  private void line(Place place, Run after) {
    String key = key(after.origin());
    OriginLine line = lines.computeIfAbsent(key, k -> new OriginLine());
    line.free().ifPresent(run -> queued.remove(Place.of(run)));
    line.changed(place, after);
    line.free().ifPresent(run -> queued.put(Place.of(run), run));
    if (line.isEmpty()) {
      lines.remove(key);
    }
  }

  private static String key(Origin origin) {
    return origin.kind() + "/" + origin.name();
  }
}
