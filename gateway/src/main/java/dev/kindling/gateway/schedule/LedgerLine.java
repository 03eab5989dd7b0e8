package dev.kindling.gateway.schedule;

import dev.kindling.model.run.RunIds;
import dev.kindling.model.run.RunState;
import dev.kindling.model.schedule.InstantDecision;
import dev.kindling.model.schedule.Verdict;
import java.time.Instant;

/**
 * What became of one instant of a schedule.
 *
 * @param instant when the schedule was due
 * @param decidedAt when that was looked at, to the millisecond
 * @param verdict what came of it
 * @param runId the run that was asked for; null unless it fired
 * @param reason why there was no run; null if it fired
 * @param end how the run ended; null if it has not, or nobody knows
 */
record LedgerLine(
    Instant instant,
    Instant decidedAt,
    Verdict verdict,
    String runId,
    String reason,
    RunState end) {

  /** How its run has ended, nobody knows yet. */
  static LedgerLine of(String schedule, InstantDecision decision) {
    return new LedgerLine(
        decision.instant(),
        decision.decidedAt(),
        decision.verdict(),
        decision.verdict() == Verdict.FIRED
            ? RunIds.ofSchedule(schedule, decision.instant())
            : null,
        decision.reason(),
        null);
  }

  /** The same, now that the end of its run is known. */
  LedgerLine ended(RunState known) {
    return new LedgerLine(instant, decidedAt, verdict, runId, reason, known);
  }
}
