package dev.kindling.model.job;

import java.time.Duration;

/**
 * What bounds the runs of a job.
 *
 * @param timeout how long an attempt may run once submitted; null for no bound
 * @param queueTimeout how long a run may wait for its turn; null for no bound
 * @param maxConcurrentRuns how many runs of the job may be under way at once; null for no bound
 * @param pool the pool whose routing key its runs take; null for the job's own name
 */
public record Limits(
    Duration timeout, Duration queueTimeout, Integer maxConcurrentRuns, String pool) {
  /** No bounds at all. */
  public static final Limits NONE = new Limits(null, null, null, null);
}
