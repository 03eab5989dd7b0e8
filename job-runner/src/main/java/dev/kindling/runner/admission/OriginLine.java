package dev.kindling.runner.admission;

import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The unfinished runs that one schedule or trigger has started. Those of them that are to come one
 * after the other wait in a line: only the first may go, and only when no other is unfinished. Used
 * on the owner's thread.
 */
final class OriginLine {
  private final TreeMap<Place, Run> waiting = new TreeMap<>();
  private final TreeSet<Place> others = new TreeSet<>();

  /** Takes the next state of a run of this origin. */
  void changed(Place place, Run run) {
    waiting.remove(place);
    others.remove(place);
    if (isInLine(run) && run.state() == RunState.QUEUED) {
      waiting.put(place, run);
    } else if (!run.state().isFinal()) {
      others.add(place);
    }
  }

  /** Whether a run waits for those before it; one to be skipped never gets here. */
  static boolean isInLine(Run run) {
    return run.admission().whenRunning() != null;
  }

  /** The run of the line that may go now; empty if none may. */
  Optional<Run> free() {
    return others.isEmpty() && !waiting.isEmpty()
        ? Optional.of(waiting.firstEntry().getValue())
        : Optional.empty();
  }

  /** The first so many that must wait for another one. */
  List<Run> held(int most) {
    return waiting.values().stream().skip(others.isEmpty() ? 1 : 0).limit(most).toList();
  }

  /** The id of the run that those wait for. */
  String awaited() {
    return (others.isEmpty() ? waiting.firstKey() : others.first()).runId();
  }

  /** The ids of all unfinished runs, those that are under way first. */
  List<String> unfinished() {
    List<String> ids = new ArrayList<>();
    others.forEach(place -> ids.add(place.runId()));
    waiting.keySet().forEach(place -> ids.add(place.runId()));
    return ids;
  }

  boolean isEmpty() {
    return waiting.isEmpty() && others.isEmpty();
  }
}
