package dev.kindling.bench.door;

import dev.kindling.bench.harness.Race;

/**
 * How much to measure.
 *
 * @param rounds of each race, of which the first does not count
 * @param warmUps rounds before them
 * @param connections to the server at once
 * @param operations of a round
 * @param readers of one run's changes
 * @param changesPerSecond of that run
 * @param judged whether expectations are looked at
 */
public record DoorPlan(
    int rounds,
    int warmUps,
    int connections,
    int operations,
    int readers,
    int changesPerSecond,
    boolean judged) {
  /** What expectations are judged on; about three minutes. */
  public static DoorPlan full() {
    return new DoorPlan(Race.ROUNDS, 6, 64, 60_000, 1_000, 2, true);
  }

  /** Enough to see that everything works; says nothing about speed. */
  public static DoorPlan quick() {
    return new DoorPlan(2, 1, 8, 200, 20, 20, false);
  }
}
