package dev.kindling.bench.cron;

import dev.kindling.bench.harness.Race;

/**
 * How much the cron yardstick measures.
 *
 * @param rounds of each race; the first does not count
 * @param operations of a round
 * @param judged whether expectations are looked at
 */
public record CronPlan(int rounds, int operations, boolean judged) {
  /** What expectations are judged on; about two minutes. */
  public static CronPlan full() {
    return new CronPlan(Race.ROUNDS, 400, true);
  }

  /** Enough to see that everything works; says nothing about speed. */
  public static CronPlan quick() {
    return new CronPlan(2, 3, false);
  }
}
