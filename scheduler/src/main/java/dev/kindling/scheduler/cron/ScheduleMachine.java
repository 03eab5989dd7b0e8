package dev.kindling.scheduler.cron;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.kit.parameters.CheckedParameters;
import dev.kindling.kit.parameters.ParameterCheck;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.run.Origin;
import dev.kindling.model.run.RunIds;
import dev.kindling.model.run.RunRequest;
import dev.kindling.model.schedule.InstantDecision;
import dev.kindling.model.schedule.ScheduleState;
import dev.kindling.model.schedule.Verdict;
import dev.kindling.scheduler.request.Misfit;
import dev.kindling.scheduler.request.SizedRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides what becomes of the instants of a schedule. Pure: the same schedule, state, job and time
 * give the same decision, as long as the check of the parameters is pure.
 *
 * <p>Of the instants that are due, the last one fires if it is not older than {@link #CATCH_UP};
 * the others, and an older one, are missed. While the scheduler is up only one instant is due at a
 * time, and it fires.
 */
final class ScheduleMachine {
  /** How late an instant may still fire. */
  static final Duration CATCH_UP = Duration.ofHours(1);

  private ScheduleMachine() {}

  /**
   * Decides every instant up to now, as {@link #decide(Schedule, ScheduleState, Optional,
   * ParameterCheck, Instant, Instant)}.
   */
  static ScheduleDecision decide(
      Schedule schedule,
      ScheduleState state,
      Optional<JobDefinition> job,
      ParameterCheck check,
      Instant now) {
    return decide(schedule, state, job, check, now, now);
  }

  /**
   * Decides.
   *
   * @param state what has been decided so far; null for nothing
   * @param job the schedule's job if it is defined
   * @param check says whether the parameters fit the job, and completes them
   * @param until the last instant that the schedule's definition was in force at; not after now
   */
  static ScheduleDecision decide(
      Schedule schedule,
      ScheduleState state,
      Optional<JobDefinition> job,
      ParameterCheck check,
      Instant until,
      Instant now) {
    DueInstants due = DueInstants.of(schedule, state, until, CATCH_UP);
    if (due.count() == 0) {
      return ScheduleDecision.nothing(state);
    }
    Instant last = due.last().getLast();
    List<InstantDecision> decisions = new ArrayList<>();
    for (Instant instant : due.last()) {
      if (!instant.equals(last)) {
        decisions.add(passed(schedule, instant, now));
      }
    }
    Optional<SizedRequest> request = Optional.empty();
    if (schedule.definition().spec().paused() || tooLate(last, now)) {
      decisions.add(passed(schedule, last, now));
    } else if (job.isEmpty()) {
      decisions.add(
          InstantDecision.skipped(
              last,
              now,
              Verdict.NO_JOB,
              "The job \""
                  + schedule.definition().spec().job()
                  + "\" is not defined: define it, or name another in the schedule."));
    } else {
      CheckedParameters checked = check.check(job.get(), schedule.definition().spec().parameters());
      if (checked instanceof CheckedParameters.Fit fit) {
        request = SizedRequest.of(request(schedule, last, job.get(), fit.parameters(), now));
        decisions.add(asked(request, last, now));
      } else {
        decisions.add(unfit(schedule, checked, last, now));
      }
    }
    return new ScheduleDecision(
        ScheduleState.after(state, schedule.timing(), decisions),
        request,
        last,
        verdicts(decisions, due.count()));
  }

  private static InstantDecision asked(
      Optional<SizedRequest> request, Instant instant, Instant now) {
    return request
        .map(sized -> InstantDecision.fired(instant, now, sized.request().runId()))
        .orElseGet(
            () ->
                InstantDecision.skipped(
                    instant,
                    now,
                    Verdict.TOO_LARGE,
                    "Job and parameters together are more than "
                        + SizedRequest.MOST_BYTES
                        + " bytes: pass large values as a file."));
  }

  private static InstantDecision unfit(
      Schedule schedule, CheckedParameters checked, Instant instant, Instant now) {
    String reason = Misfit.reason(schedule.definition().spec().job(), checked).orElseThrow();
    return InstantDecision.skipped(
        instant,
        now,
        Verdict.INVALID_PARAMETERS,
        reason + " Change the schedule's parameters or the job's schema.");
  }

  private static RunRequest.Requested request(
      Schedule schedule, Instant instant, JobDefinition job, ObjectNode parameters, Instant now) {
    return new RunRequest.Requested(
        RunIds.ofSchedule(schedule.name(), instant),
        job,
        parameters,
        Origin.first(Origin.Kind.SCHEDULE, schedule.name(), instant.toString(), null),
        null,
        now);
  }

  private static boolean tooLate(Instant instant, Instant now) {
    return instant.plus(CATCH_UP).isBefore(now);
  }

  private static InstantDecision passed(Schedule schedule, Instant instant, Instant now) {
    if (schedule.definition().spec().paused()) {
      return InstantDecision.skipped(instant, now, Verdict.PAUSED, "The schedule was paused.");
    }
    return InstantDecision.skipped(
        instant,
        now,
        Verdict.MISSED,
        tooLate(instant, now)
            ? "No scheduler was there, and more than " + CATCH_UP + " had passed when one was."
            : "No scheduler was there; only the last instant that was missed is made up for.");
  }

  /** Those that the ledger has no room for were decided as the first of those that it has. */
  private static Map<Verdict, Long> verdicts(List<InstantDecision> decisions, long count) {
    Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
    for (InstantDecision decision : decisions) {
      verdicts.merge(decision.verdict(), 1L, Long::sum);
    }
    verdicts.merge(decisions.get(0).verdict(), count - decisions.size(), Long::sum);
    return verdicts;
  }
}
