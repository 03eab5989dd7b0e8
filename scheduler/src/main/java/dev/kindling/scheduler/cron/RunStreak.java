package dev.kindling.scheduler.cron;

import dev.kindling.model.run.RunState;
import dev.kindling.model.schedule.ScheduleState;
import dev.kindling.model.schedule.ScheduleStop;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How many runs of a schedule have failed in a row. A success ends the row; runs that were
 * cancelled or never started say nothing, and those that have not ended nothing yet.
 */
final class RunStreak {
  /** So many runs are waited for; the oldest is given up first. */
  private static final int MOST_UNENDED = 100;

  private final List<String> unended = new ArrayList<>();
  private int failures;
  private String lastFailed;

  /**
   * Goes on from a state.
   *
   * @param before of the same revision; null for the beginning
   * @param ends how a run has ended, if it has
   */
  RunStreak(ScheduleState before, Function<String, Optional<RunState>> ends) {
    if (before == null) {
      return;
    }
    failures = before.failures();
    for (String runId : before.unended()) {
      Optional<RunState> end = ends.apply(runId);
      if (end.isEmpty()) {
        unended.add(runId);
      } else {
        count(runId, end.get());
      }
    }
  }

  private void count(String runId, RunState end) {
    switch (end) {
      case SUCCEEDED -> failures = 0;
      case FAILED, LOST, TIMED_OUT -> {
        failures++;
        lastFailed = runId;
      }
      default -> {
        // It says nothing about the job.
      }
    }
  }

  /** A run that was asked for. */
  void asked(String runId) {
    unended.add(runId);
    if (unended.size() > MOST_UNENDED) {
      unended.remove(0);
    }
  }

  List<String> unended() {
    return List.copyOf(unended);
  }

  int failures() {
    return failures;
  }

  /**
   * Whether the schedule stops now.
   *
   * @param length so many failures in a row stop it
   */
  Optional<ScheduleStop> stop(int length, Instant now) {
    return failures < length
        ? Optional.empty()
        : Optional.of(
            new ScheduleStop(
                now,
                "It stopped by itself: its last "
                    + (length == 1 ? "run" : length + " runs")
                    + " failed"
                    + (lastFailed == null ? "" : ", " + lastFailed + " last")
                    + " (stopAfter/failures). Resume it when the cause is mended."));
  }
}
