package dev.kindling.model.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What has been decided for a schedule, as the {@code kindling.schedule-state} table holds it under
 * the schedule's name. It is written in one transaction with the requests for the runs, so an
 * instant is decided exactly once whoever owns the schedule.
 *
 * @param decidedUntil every instant up to this one, included, is decided and never looked at again
 * @param offset what the zone was ahead of UTC then, in seconds, by the rules that were known; null
 *     in states of old
 * @param timing by which timing that was decided
 * @param revision of the definition that decided last
 * @param fires how many runs were asked for by that revision
 * @param failures how many runs of that revision have failed in a row; counted only where the
 *     schedule stops after some
 * @param unended runs whose end is waited for, for that count; never null
 * @param stop that that revision has stopped by itself; null if it has not
 * @param decisions the last ones, the latest at the end; at most {@link #LEDGER_LENGTH}
 */
public record ScheduleState(
    Instant decidedUntil,
    Integer offset,
    Timing timing,
    long revision,
    long fires,
    int failures,
    List<String> unended,
    ScheduleStop stop,
    List<InstantDecision> decisions) {
  /** How many decisions are kept: enough to explain, little enough to rewrite each time. */
  public static final int LEDGER_LENGTH = 20;

  public ScheduleState {
    unended = unended == null ? List.of() : List.copyOf(unended);
    decisions = decisions == null ? List.of() : List.copyOf(decisions);
  }

  /**
   * A ledger with some more decisions; the oldest leave it.
   *
   * @param ledger the latest at the end
   */
  public static List<InstantDecision> ledger(
      List<InstantDecision> ledger, List<InstantDecision> more) {
    List<InstantDecision> all = new ArrayList<>(ledger);
    all.addAll(more);
    return all.subList(Math.max(0, all.size() - LEDGER_LENGTH), all.size());
  }
}
