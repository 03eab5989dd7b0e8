package dev.kindling.gateway.run;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The runs that this gateway accepted and that the table does not have yet. Bounded: while no
 * job-runner is up, requests gather on Kafka, and a gateway must not gather them all in memory.
 * Used under the lock of {@link RunIndex}.
 */
final class AcceptedRuns {
  static final int LIMIT = 10_000;

  private final int limit;
  private final Set<String> waiting = new LinkedHashSet<>();

  AcceptedRuns(int limit) {
    this.limit = limit;
  }

  /** Adds one; says which one has to go for it, if any. */
  Optional<String> add(String id) {
    waiting.add(id);
    if (waiting.size() <= limit) {
      return Optional.empty();
    }
    Iterator<String> oldest = waiting.iterator();
    String evicted = oldest.next();
    oldest.remove();
    return Optional.of(evicted);
  }

  /** The table has it now. */
  void seen(String id) {
    waiting.remove(id);
  }
}
