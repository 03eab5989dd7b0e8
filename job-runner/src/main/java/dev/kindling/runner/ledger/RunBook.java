package dev.kindling.runner.ledger;

import dev.kindling.model.run.Run;
import dev.kindling.runner.admission.RunQueues;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The live runs of a partition as their owner knows them now, and which of them have to be written
 * yet. Used on the owner's thread.
 */
final class RunBook {
  private final Map<String, Run> live = new LinkedHashMap<>();
  private final Map<String, Run> unwritten = new LinkedHashMap<>();
  private final RunQueues queues = new RunQueues();

  /** A run that the table has; null if it has none (any more). Before {@link #opened} only. */
  void restore(String id, Run run) {
    if (run == null) {
      live.remove(id);
    } else {
      live.put(id, run);
    }
  }

  /** The table is read: compaction kept the last record of each run, whose order means nothing. */
  void opened() {
    List<Run> runs = new ArrayList<>(live.values());
    runs.sort(Comparator.comparing(Run::requestedAt).thenComparing(Run::id));
    live.clear();
    for (Run run : runs) {
      live.put(run.id(), run);
      queues.changed(null, run);
    }
  }

  /** Takes the next state of a run; the state before, or null for a new one, comes back. */
  Run put(Run run) {
    Run before = run.state().isFinal() ? live.remove(run.id()) : live.put(run.id(), run);
    unwritten.put(run.id(), run);
    queues.changed(before, run);
    return before;
  }

  /** A live run; null if there is none of this id. */
  Run get(String id) {
    return live.get(id);
  }

  /** All live runs, who asked first goes first; a copy that may be walked while runs change. */
  List<Run> live() {
    return List.copyOf(live.values());
  }

  RunQueues queues() {
    return queues;
  }

  /** What has changed since the last call, each run in its last state. */
  List<Run> toWrite() {
    List<Run> runs = List.copyOf(unwritten.values());
    unwritten.clear();
    return runs;
  }
}
