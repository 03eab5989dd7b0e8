package dev.kindling.bench.submission;

import dev.kindling.bench.harness.Race;

/**
 * How much the trigger yardstick measures.
 *
 * @param warmUps rounds of each before the races
 * @param rounds of each race; the first does not count
 * @param perSecond events written in the latency race
 * @param operations in a round of it
 * @param rateOperations events of a round of the rate race, all written at once
 * @param inFlight POSTs at a time of the plain loop
 * @param triggers on the topic of those that are many
 * @param jobs over which those spread their runs
 * @param past events to be skipped after a restart
 * @param restarts of the scheduler behind them, each beside one behind none
 * @param judged whether expectations are looked at
 */
public record TriggerPlan(
    int warmUps,
    int rounds,
    int perSecond,
    int operations,
    int rateOperations,
    int inFlight,
    int triggers,
    int jobs,
    int past,
    int restarts,
    boolean judged) {

  /** What expectations are judged on; about ten minutes. */
  public static TriggerPlan full() {
    return new TriggerPlan(5, Race.ROUNDS, 200, 1_000, 3_000, 16, 100, 8, 1_000_000, 3, true);
  }

  /** Enough to see that everything works; says nothing about speed. */
  public static TriggerPlan quick() {
    return new TriggerPlan(0, 2, 100, 20, 40, 16, 4, 2, 1_000, 1, false);
  }
}
