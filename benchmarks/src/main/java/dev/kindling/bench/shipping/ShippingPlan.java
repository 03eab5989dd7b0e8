package dev.kindling.bench.shipping;

import dev.kindling.bench.harness.Race;

/**
 * How much is measured.
 *
 * @param lines of the file that all ship
 * @param warmUps rounds of ours before the race
 * @param rounds of the race
 * @param tailSeconds of writing 100 lines a second, and of writing 2,000
 * @param idleSeconds of doing nothing with {@link #OPEN_FILES} files
 * @param crashLines of the file in whose middle each is killed
 * @param judged whether anything is expected
 */
public record ShippingPlan(
    int lines,
    int warmUps,
    int rounds,
    int tailSeconds,
    int idleSeconds,
    int crashLines,
    boolean judged) {
  /** Stdout and stderr of a hundred processes. */
  static final int OPEN_FILES = 200;

  static final int SLOW_LINES_PER_SECOND = 100;
  static final int BUSY_LINES_PER_SECOND = 2_000;

  /** Some twenty minutes. */
  public static ShippingPlan full() {
    return new ShippingPlan(1_000_000, 3, Race.ROUNDS, 15, 20, 300_000, true);
  }

  /** Less than a minute, to see that it works. */
  public static ShippingPlan quick() {
    return new ShippingPlan(20_000, 0, 2, 2, 2, 20_000, false);
  }
}
