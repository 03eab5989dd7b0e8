package dev.kindling.scheduler.cron;

import dev.kindling.model.schedule.InstantDecision;
import dev.kindling.model.schedule.Missed;
import dev.kindling.model.schedule.MissedPolicy;
import dev.kindling.model.schedule.ScheduleSpec;
import dev.kindling.model.schedule.ScheduleStop;
import dev.kindling.model.schedule.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Says which of the instants that are due at once are to become runs, and why the others are not.
 * Pure.
 */
final class InstantJudge {
  /** Later than this an instant counts as missed. */
  static final Duration ON_TIME = Duration.ofMinutes(1);

  private final Schedule schedule;
  private final Optional<ScheduleStop> stop;
  private final Surroundings surroundings;
  private final Instant now;
  private Instant newest;
  private int fires;

  /**
   * @param stop that the schedule has stopped by itself
   */
  InstantJudge(
      Schedule schedule, Optional<ScheduleStop> stop, Surroundings surroundings, Instant now) {
    this.schedule = schedule;
    this.stop = stop;
    this.surroundings = surroundings;
    this.now = now;
  }

  /**
   * What becomes of an instant.
   *
   * @param skipped why there is no run; null for a run
   */
  record Fate(Instant instant, InstantDecision skipped) {}

  /** The fates of the instants, in their order. The latest one has the first claim to a run. */
  List<Fate> judge(List<Instant> instants) {
    Deque<Fate> fates = new ArrayDeque<>();
    for (int i = instants.size() - 1; i >= 0; i--) {
      Instant instant = instants.get(i);
      Optional<InstantDecision> skipped =
          standing(instant)
              .or(() -> excluded(instant))
              .or(() -> late(instant))
              .or(() -> byPolicy(instant));
      if (skipped.isEmpty()) {
        newest = newest == null ? instant : newest;
        fires++;
      }
      fates.addFirst(new Fate(instant, skipped.orElse(null)));
    }
    return List.copyOf(fates);
  }

  private Optional<InstantDecision> standing(Instant instant) {
    ScheduleSpec spec = schedule.spec();
    if (spec.paused()) {
      return skip(
          instant,
          Verdict.PAUSED,
          "The schedule was paused" + (spec.note() == null ? "." : ": " + spec.note()));
    }
    return stop.flatMap(stopped -> skip(instant, Verdict.STOPPED, stopped.reason()));
  }

  private Optional<InstantDecision> excluded(Instant instant) {
    return schedule
        .exclusion(instant, surroundings)
        .flatMap(reason -> skip(instant, Verdict.EXCLUDED, "It is excluded: " + reason + "."));
  }

  private Optional<InstantDecision> late(Instant instant) {
    Duration deadline = schedule.spec().startingDeadline();
    if (deadline != null && instant.plus(deadline).isBefore(now)) {
      return skip(
          instant,
          Verdict.MISSED,
          "It was looked at "
              + lateness(instant)
              + " late, after its startingDeadline of "
              + deadline
              + ".");
    }
    Duration window = schedule.spec().missed().window();
    return schedule.timetable().dueAt(instant).plus(window).isBefore(now)
        ? skip(
            instant,
            Verdict.MISSED,
            "No scheduler was there, and more than "
                + window
                + " had passed when one was"
                + " (missed/window).")
        : Optional.empty();
  }

  private Optional<InstantDecision> byPolicy(Instant instant) {
    Missed missed = schedule.spec().missed();
    boolean onTime = !schedule.timetable().dueAt(instant).plus(ON_TIME).isBefore(now);
    if (missed.policy() == MissedPolicy.NONE && !onTime) {
      return skip(
          instant,
          Verdict.MISSED,
          "No scheduler was there in time; it was looked at "
              + lateness(instant)
              + " late (missed/policy is none).");
    }
    if (missed.policy() == MissedPolicy.LAST && newest != null) {
      return skip(
          instant,
          Verdict.COALESCED,
          "The run of "
              + newest
              + " stands for it: both were due at once (missed/policy is last).");
    }
    if (fires >= missed.maximum()) {
      return skip(
          instant,
          Verdict.MISSED,
          "More than " + missed.maximum() + " instants were due at once (missed/maximum).");
    }
    return Optional.empty();
  }

  private Duration lateness(Instant instant) {
    return Duration.ofSeconds(Duration.between(instant, now).toSeconds());
  }

  private Optional<InstantDecision> skip(Instant instant, Verdict verdict, String reason) {
    return Optional.of(InstantDecision.skipped(instant, now, verdict, reason));
  }
}
