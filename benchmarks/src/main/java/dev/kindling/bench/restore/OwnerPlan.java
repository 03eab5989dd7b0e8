package dev.kindling.bench.restore;

import dev.kindling.bench.harness.Race;

/**
 * How much the owner yardstick measures.
 *
 * @param rounds of takeovers; the first does not count
 * @param queued runs in the partition
 * @param running drivers on the master's page
 * @param looks at the master's page
 * @param judged whether expectations are looked at
 */
public record OwnerPlan(int rounds, int queued, int running, int looks, boolean judged) {
  /** What expectations are judged on; under a minute. */
  public static OwnerPlan full() {
    return new OwnerPlan(Race.ROUNDS, 10_000, 1_000, 20, true);
  }

  /** Enough to see that everything works; says nothing about speed. */
  public static OwnerPlan quick() {
    return new OwnerPlan(2, 200, 20, 2, false);
  }
}
