package dev.kindling.bench.schedule;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.bench.harness.Passage;
import dev.kindling.bench.harness.Timings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Gathers how late fires are. Thread-safe. */
final class Lateness {
  private final List<Passage> passages = new ArrayList<>();

  synchronized void fired(Instant due, Instant at) {
    passages.add(new Passage(Math.max(1, Duration.between(due, at).toNanos()), Map.of()));
  }

  synchronized void clear() {
    passages.clear();
  }

  synchronized int count() {
    return passages.size();
  }

  /** What has been gathered. */
  synchronized Timings over(Duration window) {
    if (passages.isEmpty()) {
      throw new BenchException("nothing fired within " + window);
    }
    return new Timings(passages, window.toNanos());
  }
}
