package dev.kindling.model.schedule;

import dev.kindling.model.run.RunState;
import java.time.Instant;

/**
 * A line of a schedule's fire ledger.
 *
 * @param instant when the schedule was due
 * @param decidedAt when that was looked at
 * @param verdict what came of it, never null
 * @param runId the run that was asked for; null unless it fired
 * @param reason why there was no run, a full sentence; null if it fired
 * @param end how the run ended, as far as it was known when the schedule was looked at next; or
 *     null
 */
public record InstantDecision(
    Instant instant,
    Instant decidedAt,
    Verdict verdict,
    String runId,
    String reason,
    RunState end) {
  /** Twenty of them stand in one record. */
  private static final int MOST_REASON = 3_000;

  public static InstantDecision fired(Instant instant, Instant decidedAt, String runId) {
    return new InstantDecision(instant, decidedAt, Verdict.FIRED, runId, null, null);
  }

  public static InstantDecision skipped(
      Instant instant, Instant decidedAt, Verdict verdict, String reason) {
    String cut = reason.length() > MOST_REASON ? reason.substring(0, MOST_REASON) + "…" : reason;
    return new InstantDecision(instant, decidedAt, verdict, null, cut, null);
  }

  /** The same, now that the end of its run is known. */
  public InstantDecision ended(RunState known) {
    return new InstantDecision(instant, decidedAt, verdict, runId, reason, known);
  }
}
