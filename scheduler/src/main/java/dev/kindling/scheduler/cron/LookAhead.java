package dev.kindling.scheduler.cron;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * How long before its instant a fire is decided: the longer, the more are due with it, over all
 * partitions of a loop, since a round decides them together and commits them at once.
 *
 * <p>One for all partitions of a loop, on whose thread it is used. Each says after its turn what it
 * has next; the last to do so knows of all, and its alarm wakes them all.
 */
final class LookAhead {
  /** For waking up, and what few take: twice what two cores need. */
  static final Duration LEAST = Duration.ofMillis(20);

  /** To decide one and to send its two records; measured on two cores. */
  static final Duration EACH = Duration.ofNanos(40_000);

  /** Other partitions of the loop wait along, and readers of what stands behind it. */
  static final Duration MOST = Duration.ofMillis(150);

  private final Map<Integer, Rush> next = new HashMap<>();

  /** The last instant that a round has turned to before its time. */
  private Instant horizon = Instant.MIN;

  /** So many are due at once. */
  private record Rush(Instant due, int fires) {}

  /** What a partition has next. */
  void next(int partition, Instant due, int fires) {
    next.put(partition, new Rush(due, fires));
  }

  /** A partition has nothing to decide, or is not ours. */
  void nothing(int partition) {
    next.remove(partition);
  }

  /**
   * Whether what is due then is decided now, before its time. Once a round has turned to an instant
   * it turns to all that comes up to it, in each partition: afterwards it waits for that instant,
   * and is late for what came before.
   */
  boolean isNear(Instant due, Instant now) {
    for (Rush rush : next.values()) {
      if (rush.due().isAfter(horizon) && !decided(rush.due()).isAfter(now)) {
        horizon = rush.due();
      }
    }
    // However far the horizon is: the clock may have been put back.
    return due.isAfter(now) && !due.isAfter(horizon) && !due.minus(MOST).isAfter(now);
  }

  /** When the fires of an instant are to be decided. */
  Instant decided(Instant due) {
    long fires =
        next.values().stream().filter(rush -> rush.due().equals(due)).mapToLong(Rush::fires).sum();
    Duration ahead = LEAST.plus(EACH.multipliedBy(fires));
    return due.minus(ahead.compareTo(MOST) > 0 ? MOST : ahead);
  }
}
