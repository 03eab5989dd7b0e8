package dev.kindling.runner.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Thousands of lives of a partition of runs, each by its own seed, with everything that can go
 * wrong going wrong. {@link World} checks after every commit and grant: a final state never
 * changes, a version never goes back, the job's limit is never exceeded, an attempt is granted to
 * one process only, no run has user code in two processes at once, and no run leaves the table
 * before its time.
 */
class RunsPartitionSimulationTest {
  private static final int SEEDS = 1_000;
  private static final int STEPS = 300;

  @Test
  void everyRunShouldEndOnceWhateverDies() {
    Sum sum = live(SEEDS, false);

    // A simulation in which nothing ever works would prove nothing.
    assertThat(sum.succeeded()).isGreaterThan(SEEDS * 3L);
    assertThat(sum.granted()).isGreaterThan(sum.succeeded());
    assertThat(sum.left()).isGreaterThan(SEEDS / 2);
  }

  @Test
  void noRunShouldRunTwiceAtOnceWhileAReplacedOwnerStillAnswers() {
    Sum sum = live(SEEDS, true);

    assertThat(sum.granted()).isGreaterThan(SEEDS / 2);
  }

  private static Sum live(int seeds, boolean quiet) {
    long succeeded = 0;
    long granted = 0;
    long left = 0;
    long first = Long.getLong("kindling.seed", 1L);
    for (long seed = first; seed < first + seeds; seed++) {
      World world = new World(seed, quiet);
      try {
        for (int i = 0; i < STEPS; i++) {
          world.step();
        }
        world.settle();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "seed " + seed + ": " + e.getMessage() + "\n  " + String.join("\n  ", world.history),
            e);
      }
      succeeded += world.succeeded();
      granted += world.grants();
      left += world.left();
    }
    return new Sum(succeeded, granted, left);
  }

  private record Sum(long succeeded, long granted, long left) {}
}
