package dev.kindling.scheduler.cron;

import dev.kindling.kit.request.SizedRequest;
import dev.kindling.model.schedule.ScheduleState;
import dev.kindling.model.schedule.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What follows from looking at a schedule.
 *
 * @param state the state to write; the one before where nothing was due
 * @param requests the runs to ask for, in the same transaction
 * @param instant the latest instant that was due; null where nothing was
 * @param verdicts how many instants were decided which way; empty where nothing was due
 */
record ScheduleDecision(
    ScheduleState state,
    List<SizedRequest> requests,
    Instant instant,
    Map<Verdict, Long> verdicts) {
  ScheduleDecision {
    verdicts = Map.copyOf(verdicts);
  }

  static ScheduleDecision nothing(ScheduleState state) {
    return new ScheduleDecision(state, List.of(), null, Map.of());
  }

  /** Whether anything was decided. */
  boolean decided() {
    return !verdicts.isEmpty();
  }
}
