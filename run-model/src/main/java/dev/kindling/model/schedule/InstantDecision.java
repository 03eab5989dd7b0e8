package dev.kindling.model.schedule;

import java.time.Instant;

/**
 * A line of a schedule's fire ledger.
 *
 * @param instant when the schedule was due
 * @param decidedAt when that was looked at
 * @param verdict what came of it, never null
 * @param runId the run that was asked for; null unless it fired
 * @param reason why there was no run, a full sentence; null if it fired
 */
public record InstantDecision(
    Instant instant, Instant decidedAt, Verdict verdict, String runId, String reason) {
  public static InstantDecision fired(Instant instant, Instant decidedAt, String runId) {
    return new InstantDecision(instant, decidedAt, Verdict.FIRED, runId, null);
  }

  public static InstantDecision skipped(
      Instant instant, Instant decidedAt, Verdict verdict, String reason) {
    return new InstantDecision(instant, decidedAt, verdict, null, reason);
  }
}
