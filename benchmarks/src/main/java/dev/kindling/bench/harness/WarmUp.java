package dev.kindling.bench.harness;

import java.util.List;
import java.util.function.Consumer;

/**
 * Rounds before a race that nobody counts. A JVM that has just started interprets, and for some ten
 * thousand operations the compilers take more time than the work: what a service costs in its
 * thousandth hour is seen only behind that. One thread; blocks for minutes.
 */
public final class WarmUp {
  private final Consumer<String> out;

  /**
   * @param out hears how fast each round was
   */
  public WarmUp(Consumer<String> out) {
    this.out = out;
  }

  /**
   * Runs rounds 0, -1, -2 and so on of each contestant.
   *
   * @param rounds of each
   * @throws BenchException if a contestant fails
   */
  public void run(List<Contestant> contestants, int rounds) {
    for (int number = 0; number < rounds; number++) {
      for (Contestant contestant : contestants) {
        round(contestant, -number);
      }
    }
  }

  private void round(Contestant contestant, int round) {
    try (contestant) {
      contestant.prepare(round);
      Timings timings = contestant.run(round);
      contestant.clear(round);
      out.accept(TextTable.warmed(contestant.name(), timings.operations(), timings.elapsedNanos()));
    }
  }
}
