package dev.kindling.gateway.stream;

import dev.kindling.gateway.run.RunDocuments;
import dev.kindling.model.run.Run;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Tells readers how runs change, as this gateway learns it. Thread-safe; readers are called on
 * whatever thread has learnt it, in the order of each run's changes, and must be quick.
 */
public final class RunFeed {
  private final Set<Consumer<RunChange>> ofAll = ConcurrentHashMap.newKeySet();
  private final Map<String, Set<Consumer<RunChange>>> ofOne = new ConcurrentHashMap<>();

  private final RunDocuments documents;

  public RunFeed(RunDocuments documents) {
    this.documents = documents;
  }

  /** A run has changed. */
  public void changed(Run run) {
    if (ofAll.isEmpty() && ofOne.isEmpty()) {
      return;
    }
    RunChange change = change(run);
    ofAll.forEach(reader -> reader.accept(change));
    ofOne.getOrDefault(run.id(), Set.of()).forEach(reader -> reader.accept(change));
  }

  /** A run as it is, for a reader that comes late. */
  RunChange change(Run run) {
    return new RunChange(run, documents);
  }

  /** Begins to tell a reader of every run; returns what ends it. */
  Runnable all(Consumer<RunChange> reader) {
    ofAll.add(reader);
    return () -> ofAll.remove(reader);
  }

  /** Begins to tell a reader of one run; returns what ends it. */
  Runnable one(String id, Consumer<RunChange> reader) {
    ofOne.compute(
        id,
        (run, readers) -> {
          Set<Consumer<RunChange>> all = readers == null ? ConcurrentHashMap.newKeySet() : readers;
          all.add(reader);
          return all;
        });
    return () ->
        ofOne.computeIfPresent(
            id,
            (run, readers) -> {
              readers.remove(reader);
              return readers.isEmpty() ? null : readers;
            });
  }
}
