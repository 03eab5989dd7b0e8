package dev.kindling.model.schedule;

import java.time.Instant;

/**
 * A line of a schedule's fire ledger.
 *
 * @param instant when the schedule was due
 * @param decidedAt when that was looked at
 * @param verdict what came of it, never null
 * @param reason why there was no run, a full sentence; null if it fired
 */
public record InstantDecision(Instant instant, Instant decidedAt, Verdict verdict, String reason) {
  /** Twenty of them stand in one record. */
  private static final int MOST_REASON = 3_000;

  public static InstantDecision fired(Instant instant, Instant decidedAt) {
    return new InstantDecision(instant, decidedAt, Verdict.FIRED, null);
  }

  public static InstantDecision skipped(
      Instant instant, Instant decidedAt, Verdict verdict, String reason) {
    String cut = reason.length() > MOST_REASON ? reason.substring(0, MOST_REASON) + "…" : reason;
    return new InstantDecision(instant, decidedAt, verdict, cut);
  }
}
