package dev.kindling.model.schedule;

import java.time.Instant;
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
 * @param ledger the last decisions, at most {@link #LEDGER_LENGTH}, in the short form of {@link
 *     FireLedger}; never null, empty for none
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
    String ledger) {
  /** How many decisions are kept: enough to explain, little enough to rewrite each time. */
  public static final int LEDGER_LENGTH = 20;

  public ScheduleState {
    unended = unended == null ? List.of() : List.copyOf(unended);
    ledger = ledger == null ? "" : ledger;
  }

  /** The last decisions, the latest at the end; at most {@link #LEDGER_LENGTH}. */
  public List<InstantDecision> decisions() {
    return FireLedger.read(ledger, decidedUntil);
  }

  /**
   * The ledger of the state after this one.
   *
   * @param before null for the first state of a schedule
   * @param more decisions, the latest at the end
   */
  public static String ledger(ScheduleState before, List<InstantDecision> more) {
    return before == null
        ? FireLedger.with("", null, more)
        : FireLedger.with(before.ledger, before.decidedUntil, more);
  }
}
