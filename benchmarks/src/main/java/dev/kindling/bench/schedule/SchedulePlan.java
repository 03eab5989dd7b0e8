package dev.kindling.bench.schedule;

import dev.kindling.bench.harness.Race;
import java.time.Duration;

/**
 * How much the schedule yardstick measures.
 *
 * @param rounds of each race; the first does not count
 * @param few so many schedules in the first race
 * @param many so many in the second
 * @param warmUp how long many transactions a second are made before anything is measured
 * @param settle how long an idle scheduler is left alone until its compilers are done
 * @param window how long fires are looked at
 * @param fewWindow how long those of the few are, of which it takes longer to see as many
 * @param burst so many schedules are due at once
 * @param period every so many seconds, a divisor of a minute
 * @param judged whether expectations are looked at
 */
public record SchedulePlan(
    int rounds,
    int few,
    int many,
    Duration warmUp,
    Duration settle,
    Duration window,
    Duration fewWindow,
    int burst,
    int period,
    boolean judged) {
  /** What expectations are judged on; about half an hour. */
  public static SchedulePlan full() {
    return new SchedulePlan(
        Race.ROUNDS,
        1_000,
        100_000,
        Duration.ofSeconds(60),
        Duration.ofSeconds(90),
        Duration.ofSeconds(12),
        Duration.ofSeconds(24),
        100_000,
        60,
        true);
  }

  /** Enough to see that everything works; says nothing about speed. */
  public static SchedulePlan quick() {
    return new SchedulePlan(
        2,
        60,
        120,
        Duration.ofSeconds(3),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(2),
        200,
        5,
        false);
  }
}
