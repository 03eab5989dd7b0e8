package dev.kindling.scheduler.cron;

import dev.kindling.model.schedule.ScheduleState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The instants of a schedule that are due and not decided.
 *
 * @param last the last ones in their order, as many as a fire ledger holds; never null
 * @param count how many there are in all; where the scheduler was away for so long that nobody
 *     counts, how many were looked at
 */
record DueInstants(Deque<Instant> last, long count) {
  /** A week of one a minute; a few milliseconds of work. */
  private static final int MOST_LOOKED_AT = 10_080;

  /**
   * Finds them.
   *
   * @param window how far back they matter for more than the record: after {@link #MOST_LOOKED_AT}
   *     the search goes on from there
   */
  static DueInstants of(Schedule schedule, ScheduleState state, Instant now, Duration window) {
    Deque<Instant> last = new ArrayDeque<>();
    long count = 0;
    Optional<Instant> due = schedule.due(state);
    while (due.isPresent() && !due.get().isAfter(now)) {
      Instant at = due.get();
      if (last.size() == ScheduleState.LEDGER_LENGTH) {
        last.removeFirst();
      }
      last.addLast(at);
      count++;
      Instant recent = now.minus(window);
      boolean leap = count == MOST_LOOKED_AT && at.isBefore(recent);
      due = schedule.cron().next(leap ? recent : at, schedule.zone());
    }
    return new DueInstants(last, count);
  }
}
