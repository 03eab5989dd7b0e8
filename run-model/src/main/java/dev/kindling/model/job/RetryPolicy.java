package dev.kindling.model.job;

import java.time.Duration;
import java.util.List;

/**
 * When a failed attempt is followed by another.
 *
 * @param maxAttempts attempts in all, from 1; never null
 * @param backoff the pause before the second attempt after a failure of the job itself; it doubles
 *     with each attempt; never null
 * @param maxBackoff the longest pause; never null
 * @param on the failure classes that are worth another attempt; null for all that may help
 * @param memory how memory grows after OUT_OF_MEMORY; never null
 */
public record RetryPolicy(
    Integer maxAttempts,
    Duration backoff,
    Duration maxBackoff,
    List<FailureClass> on,
    MemoryGrowth memory) {
  public RetryPolicy {
    maxAttempts = maxAttempts == null ? Integer.valueOf(1) : maxAttempts;
    backoff = backoff == null ? Duration.ofSeconds(5) : backoff;
    maxBackoff = maxBackoff == null ? Duration.ofMinutes(5) : maxBackoff;
    on = on == null ? null : List.copyOf(on);
    memory = memory == null ? new MemoryGrowth(null, null) : memory;
  }

  /** One attempt and no more. */
  public static RetryPolicy once() {
    return new RetryPolicy(null, null, null, null, null);
  }

  /** Whether another attempt after such a failure is wanted, and may help. */
  public boolean covers(FailureClass failure) {
    return failure.retryable() && (on == null || on.contains(failure));
  }
}
