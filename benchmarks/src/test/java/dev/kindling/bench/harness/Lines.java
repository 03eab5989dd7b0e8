package dev.kindling.bench.harness;

import java.util.Map;

/** Lines for tests. */
final class Lines {
  private Lines() {}

  static Line p50(int round, String contestant, double millis) {
    return new Line(round, contestant, round > 1, 10, millis, 2 * millis, 100, 1, 1, Map.of(), 0.5);
  }
}
