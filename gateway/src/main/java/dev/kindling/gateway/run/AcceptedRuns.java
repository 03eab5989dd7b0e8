package dev.kindling.gateway.run;

import dev.kindling.model.run.Run;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The runs that this gateway accepted and that the table does not have yet: a handful while a
 * job-runner is up, which takes each within milliseconds. They stand here in the order in which
 * they came and nowhere else, since to be kept in the lists of {@link RunIndex} for so short a time
 * cost a tenth of the whole request. Bounded: while no job-runner is up, requests gather on Kafka,
 * and a gateway must not gather them all in memory. Thread-safe.
 */
final class AcceptedRuns {
  static final int LIMIT = 10_000;

  private final int limit;
  private final Map<String, Run> waiting = new LinkedHashMap<>();

  AcceptedRuns(int limit) {
    this.limit = limit;
  }

  /** Adds one, for which the oldest goes if there are too many; the first of an id stays. */
  synchronized Run add(Run run) {
    Run first = waiting.putIfAbsent(run.id(), run);
    if (waiting.size() > limit) {
      Iterator<Run> oldest = waiting.values().iterator();
      oldest.next();
      oldest.remove();
    }
    return first == null ? run : first;
  }

  /** The table has it now, or it is gone. */
  synchronized void remove(String id) {
    waiting.remove(id);
  }

  synchronized Optional<Run> get(String id) {
    return Optional.ofNullable(waiting.get(id));
  }

  /** All at this moment, by their ids. */
  synchronized Map<String, Run> all() {
    return new HashMap<>(waiting);
  }

  synchronized int size() {
    return waiting.size();
  }
}
