package dev.kindling.bench.harness;

import java.util.List;
import java.util.Map;

/**
 * What a contestant measured in a round.
 *
 * @param passages of all operations, or one for all of a round that cannot tell them apart
 * @param operations that were done
 * @param elapsedNanos from the begin of the first to the end of the last
 */
public record Timings(List<Passage> passages, int operations, long elapsedNanos) {
  public Timings(List<Passage> passages, long elapsedNanos) {
    this(passages, passages.size(), elapsedNanos);
  }

  /** Of a round whose operations are done in batches: their number and the time of all is known. */
  public static Timings ofAll(int operations, long elapsedNanos) {
    return new Timings(List.of(new Passage(elapsedNanos, Map.of())), operations, elapsedNanos);
  }

  public Timings {
    passages = List.copyOf(passages);
    if (passages.isEmpty() || operations < 1) {
      throw new BenchException("a round without operations measures nothing");
    }
  }
}
