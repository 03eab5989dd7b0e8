package dev.kindling.bench.restore;

import dev.kindling.bench.harness.Race;

/**
 * How much the restore yardstick measures.
 *
 * @param rounds of the race; the first does not count
 * @param runs in the table
 * @param judged whether expectations are looked at
 */
public record RestorePlan(int rounds, int runs, boolean judged) {
  /** What expectations are judged on; about four minutes. */
  public static RestorePlan full() {
    return new RestorePlan(Race.ROUNDS, 1_000_000, true);
  }

  /** Enough to see that everything works; says nothing about speed. */
  public static RestorePlan quick() {
    return new RestorePlan(2, 5_000, false);
  }
}
