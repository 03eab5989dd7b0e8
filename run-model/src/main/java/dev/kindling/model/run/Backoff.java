package dev.kindling.model.run;

import dev.kindling.model.job.RetryPolicy;
import java.time.Duration;

/**
 * Pauses before attempts. Jitter follows from the run's id, so that a decision stays repeatable.
 */
final class Backoff {
  /** Whatever a policy says that was written before policies were bounded. */
  private static final Duration LONGEST = Duration.ofDays(366);

  private Backoff() {}

  /** The policy's pause after so many counted attempts, spread over 80 to 120 % of it. */
  static Duration beforeAttempt(Run run, int attemptsSoFar) {
    RetryPolicy policy = run.job().spec().retry();
    Duration pause = doubled(policy.backoff(), policy.maxBackoff(), attemptsSoFar - 1);
    int spread = Math.floorMod((run.id() + "/" + attemptsSoFar).hashCode(), 401);
    return pause.multipliedBy(800 + spread).dividedBy(1000);
  }

  static Duration doubled(Duration first, Duration longest, int times) {
    Duration pause = shorter(first, LONGEST);
    for (int i = 0;
        i < times && pause.compareTo(longest) < 0 && pause.compareTo(LONGEST) < 0;
        i++) {
      pause = pause.multipliedBy(2);
    }
    return shorter(shorter(pause, longest), LONGEST);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
