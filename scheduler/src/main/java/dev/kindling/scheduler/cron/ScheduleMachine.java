package dev.kindling.scheduler.cron;

import dev.kindling.kit.request.SizedRequest;
import dev.kindling.model.schedule.InstantDecision;
import dev.kindling.model.schedule.ScheduleState;
import dev.kindling.model.schedule.ScheduleStop;
import dev.kindling.model.schedule.StopAfter;
import dev.kindling.model.schedule.Verdict;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides what becomes of the instants of a schedule. Pure: the same schedule, state, surroundings
 * and time give the same decision. Each instant is decided once: {@link InstantJudge} says whether
 * it is to become a run, {@link InstantFire} whether it can.
 */
final class ScheduleMachine {
  private final Schedule schedule;
  private final ScheduleState before;
  private final Surroundings surroundings;
  private final Instant now;
  private final List<InstantDecision> decisions = new ArrayList<>();
  private final List<SizedRequest> requests = new ArrayList<>();
  private final RunStreak streak;
  private Optional<ScheduleStop> stop;
  private long fires;

  private ScheduleMachine(
      Schedule schedule, ScheduleState before, Surroundings surroundings, Instant now) {
    this.schedule = schedule;
    this.before = before;
    this.surroundings = surroundings;
    this.now = now;
    boolean same = before != null && before.revision() == schedule.definition().revision();
    this.streak = new RunStreak(same ? before : null, surroundings.ends());
    this.fires = same ? before.fires() : 0;
    this.stop = same ? Optional.ofNullable(before.stop()) : Optional.empty();
  }

  /**
   * Decides every instant that is due by now.
   *
   * @param state what has been decided so far; null for nothing
   */
  static ScheduleDecision decide(
      Schedule schedule, ScheduleState state, Surroundings surroundings, Instant now) {
    return new ScheduleMachine(schedule, state, surroundings, now)
        .decide(
            DueInstants.by(
                now, schedule, state, instant -> schedule.excludes(instant, surroundings)));
  }

  /**
   * Decides every instant that is owed by a definition which was replaced.
   *
   * @param replaced when that was; not after now
   */
  static ScheduleDecision settle(
      Schedule schedule,
      ScheduleState state,
      Surroundings surroundings,
      Instant replaced,
      Instant now) {
    return new ScheduleMachine(schedule, state, surroundings, now)
        .decide(
            DueInstants.until(
                replaced, schedule, state, instant -> schedule.excludes(instant, surroundings)));
  }

  private ScheduleDecision decide(DueInstants due) {
    if (due.count() == 0) {
      return ScheduleDecision.nothing(before);
    }
    stop = stop.or(this::stopAfterFailures);
    for (InstantJudge.Fate fate :
        new InstantJudge(schedule, stop, surroundings, now).judge(due.last())) {
      decisions.add(fate.skipped() == null ? fire(fate.instant()) : fate.skipped());
    }
    Instant last = due.last().get(due.last().size() - 1);
    return new ScheduleDecision(state(last), List.copyOf(requests), last, verdicts(due.count()));
  }

  private Optional<ScheduleStop> stopAfterFailures() {
    Integer length = schedule.spec().stopAfter().failures();
    return length == null ? Optional.empty() : streak.stop(length, now);
  }

  private InstantDecision fire(Instant instant) {
    if (stop.isPresent()) {
      return InstantDecision.skipped(instant, now, Verdict.STOPPED, stop.get().reason());
    }
    InstantFire fire =
        InstantFire.of(
            schedule, instant, surroundings, now, now.plus(requests.size(), ChronoUnit.MICROS));
    fire.request().ifPresent(this::count);
    return fire.decision();
  }

  private void count(SizedRequest request) {
    requests.add(request);
    fires++;
    StopAfter after = schedule.spec().stopAfter();
    if (after.failures() != null) {
      streak.asked(request.request().runId());
    }
    if (after.fires() != null && fires >= after.fires()) {
      stop =
          Optional.of(
              new ScheduleStop(
                  now,
                  "It has started the "
                      + after.fires()
                      + " runs that it may start (stopAfter/fires). Resume it for as many more."));
    }
  }

  private ScheduleState state(Instant last) {
    return new ScheduleState(
        last,
        schedule.timetable().offsetAt(last),
        schedule.timing(),
        schedule.definition().revision(),
        fires,
        streak.failures(),
        streak.unended(),
        stop.orElse(null),
        ScheduleState.ledger(before, decisions));
  }

  /** Those that nobody kept were decided as the first of those that were kept. */
  private Map<Verdict, Long> verdicts(long count) {
    Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
    for (InstantDecision decision : decisions) {
      verdicts.merge(decision.verdict(), 1L, Long::sum);
    }
    long others = count - decisions.size();
    if (others > 0) {
      verdicts.merge(decisions.get(0).verdict(), others, Long::sum);
    }
    return verdicts;
  }
}
