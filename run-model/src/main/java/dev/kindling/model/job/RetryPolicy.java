package dev.kindling.model.job;

import java.time.Duration;

/**
 * When a failed attempt is followed by another.
 *
 * @param maxAttempts attempts in all, from 1; never null
 * @param backoff the pause before the second attempt after a failure of the job itself; it doubles
 *     with each attempt; never null
 * @param maxBackoff the longest pause; never null
 */
public record RetryPolicy(Integer maxAttempts, Duration backoff, Duration maxBackoff) {
  public RetryPolicy {
    maxAttempts = maxAttempts == null ? Integer.valueOf(1) : maxAttempts;
    backoff = backoff == null ? Duration.ofSeconds(5) : backoff;
    maxBackoff = maxBackoff == null ? Duration.ofMinutes(5) : maxBackoff;
  }
}
