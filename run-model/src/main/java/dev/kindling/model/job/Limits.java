package dev.kindling.model.job;

import java.time.Duration;

/**
 * What bounds the runs of a job.
 *
 * @param timeout how long an attempt may run once submitted; null for no bound
 * @param queueTimeout how long a run may wait for its turn; null for no bound
 * @param maxConcurrentRuns how many runs of the job may be under way at once; null for no bound
 * @param onConflict what becomes of a run that is one too many; never null
 * @param pool the pool whose slots and routing key its runs take; null for the job's own name
 * @param priority runs of a higher one go first among those that wait; never null
 */
public record Limits(
    Duration timeout,
    Duration queueTimeout,
    Integer maxConcurrentRuns,
    OnConflict onConflict,
    String pool,
    Integer priority) {
  /** No bounds at all. */
  public static final Limits NONE = new Limits(null, null, null, null, null, null);

  /** The farthest from 0 that a priority may be. */
  public static final int PRIORITY_BOUND = 1_000;

  public Limits {
    onConflict = onConflict == null ? OnConflict.QUEUE : onConflict;
    priority = priority == null ? Integer.valueOf(0) : priority;
  }
}
