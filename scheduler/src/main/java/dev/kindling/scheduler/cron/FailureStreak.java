package dev.kindling.scheduler.cron;

import dev.kindling.model.run.RunState;
import dev.kindling.model.schedule.InstantDecision;
import dev.kindling.model.schedule.ScheduleStop;
import dev.kindling.model.schedule.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether the last runs of a schedule all failed. Runs that have not ended, were cancelled or never
 * started say nothing; a success ends the streak. Pure.
 */
final class FailureStreak {
  private FailureStreak() {}

  /**
   * Looks at the ledger.
   *
   * @param decisions the ledger, the latest at the end
   * @param since what was decided before says nothing: somebody has written the schedule since
   * @param length so many failures in a row stop the schedule
   * @return that it stops now, and why; empty if it does not
   */
  static Optional<ScheduleStop> of(
      List<InstantDecision> decisions, Instant since, int length, Instant now) {
    List<String> failed = new ArrayList<>();
    for (int i = decisions.size() - 1; i >= 0 && failed.size() < length; i--) {
      InstantDecision decision = decisions.get(i);
      if (decision.decidedAt().isBefore(since)) {
        break;
      }
      if (decision.verdict() != Verdict.FIRED) {
        continue;
      }
      RunState end = decision.end();
      if (end == RunState.SUCCEEDED) {
        break;
      }
      if (end == RunState.FAILED || end == RunState.LOST || end == RunState.TIMED_OUT) {
        failed.add(decision.runId());
      }
    }
    return failed.size() < length
        ? Optional.empty()
        : Optional.of(
            new ScheduleStop(
                now,
                "It stopped by itself: its last "
                    + (length == 1 ? "run" : length + " runs")
                    + " failed, "
                    + failed.get(0)
                    + " last (stopAfter/failures). Resume it when the cause is mended."));
  }
}
