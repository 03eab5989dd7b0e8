package dev.kindling.model.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What has been decided for a schedule, as the {@code kindling.schedule-state} table holds it under
 * the schedule's name. It is written in one transaction with the request for the run, so an instant
 * is decided exactly once whoever owns the schedule.
 *
 * @param decidedUntil every instant up to this one, included, is decided and never looked at again
 * @param timing by which timing that was decided
 * @param decisions the last ones, the latest at the end; at most {@link #LEDGER_LENGTH}
 */
public record ScheduleState(Instant decidedUntil, Timing timing, List<InstantDecision> decisions) {
  /** How many decisions are kept: enough to explain, little enough to rewrite each time. */
  public static final int LEDGER_LENGTH = 20;

  public ScheduleState {
    decisions = decisions == null ? List.of() : List.copyOf(decisions);
  }

  /**
   * The state after some more decisions.
   *
   * @param before the state so far; null for the first decisions of a schedule
   */
  public static ScheduleState after(
      ScheduleState before, Timing timing, List<InstantDecision> more) {
    List<InstantDecision> all = new ArrayList<>();
    if (before != null) {
      all.addAll(before.decisions);
    }
    all.addAll(more);
    Instant until = all.get(all.size() - 1).instant();
    return new ScheduleState(
        until, timing, all.subList(Math.max(0, all.size() - LEDGER_LENGTH), all.size()));
  }
}
