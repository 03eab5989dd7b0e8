package dev.kindling.model.run;

import dev.kindling.model.job.RetryPolicy;
import java.time.Duration;

/**
 * Pauses before attempts. Jitter follows from the run's id, so that a decision stays repeatable.
 */
final class Backoff {
  private static final int MAX_DOUBLINGS = 20;

  private Backoff() {}

  /** The policy's pause after so many counted attempts, spread over 80 to 120 % of it. */
  static Duration beforeAttempt(Run run, int attemptsSoFar) {
    RetryPolicy policy = run.job().spec().retry();
    Duration pause = doubled(policy.backoff(), policy.maxBackoff(), attemptsSoFar - 1);
    int spread = Math.floorMod((run.id() + "/" + attemptsSoFar).hashCode(), 401);
    return pause.multipliedBy(800 + spread).dividedBy(1000);
  }

  static Duration doubled(Duration first, Duration longest, int times) {
    Duration pause = first.multipliedBy(1L << Math.min(Math.max(times, 0), MAX_DOUBLINGS));
    return pause.compareTo(longest) > 0 ? longest : pause;
  }
}
