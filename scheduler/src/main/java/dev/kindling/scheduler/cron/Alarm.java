package dev.kindling.scheduler.cron;

import java.time.Instant;

/**
 * Wakes the owner loop at the instant that is due next, to the millisecond; the loop's own tick
 * comes only twice a second. An alarm that is lost or early does no harm: the tick comes, and what
 * is not due yet is asked for again.
 *
 * <p>Each partition has one. Used on the owner loop's thread only.
 */
interface Alarm {
  /** Rings at this instant instead of any other; one that has passed rings at once. */
  void set(Instant at);

  /** Rings no more. */
  void cancel();
}
