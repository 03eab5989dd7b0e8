package dev.kindling.bench.harness;

import java.util.List;

/**
 * What a contestant measured in a round.
 *
 * @param passages of all operations, at least one
 * @param elapsedNanos from the begin of the first to the end of the last
 */
public record Timings(List<Passage> passages, long elapsedNanos) {
  public Timings {
    passages = List.copyOf(passages);
    if (passages.isEmpty()) {
      throw new BenchException("a round without operations measures nothing");
    }
  }
}
