package dev.kindling.scheduler.cron;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.kit.parameters.CheckedParameters;
import dev.kindling.kit.request.Misfit;
import dev.kindling.kit.request.SizedRequest;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.run.Origin;
import dev.kindling.model.run.RunIds;
import dev.kindling.model.run.RunRequest;
import dev.kindling.model.run.RunTerms;
import dev.kindling.model.schedule.FireTemplates;
import dev.kindling.model.schedule.InstantDecision;
import dev.kindling.model.schedule.ScheduleSpec;
import dev.kindling.model.schedule.Verdict;
import java.time.Instant;
import java.util.Optional;

/**
 * An instant that is to become a run: the request for it, or why there can be none.
 *
 * @param decision for the ledger
 * @param request empty if there can be none
 */
record InstantFire(InstantDecision decision, Optional<SizedRequest> request) {

  /**
   * Pure, as long as the surroundings are.
   *
   * @param at when the run is asked for: a moment later for each of several instants that are due
   *     at once, so that their runs keep their order
   */
  static InstantFire of(
      Schedule schedule, Instant instant, Surroundings surroundings, Instant now, Instant at) {
    String name = schedule.spec().job();
    Optional<JobDefinition> job = surroundings.jobs().apply(name);
    if (job.isEmpty()) {
      return skipped(
          instant,
          now,
          Verdict.NO_JOB,
          "The job \"" + name + "\" is not defined: define it, or name another in the schedule.");
    }
    ObjectNode parameters;
    try {
      parameters =
          (ObjectNode)
              FireTemplates.resolve(schedule.spec().parameters(), schedule.timetable().at(instant));
    } catch (RuntimeException e) {
      // It has passed its check, and one schedule must not stop the others.
      return skipped(
          instant,
          now,
          Verdict.INVALID_PARAMETERS,
          "The logical time cannot be written: " + e.getMessage() + ".");
    }
    CheckedParameters checked = surroundings.check().check(job.get(), parameters);
    if (!(checked instanceof CheckedParameters.Fit fit)) {
      String reason = Misfit.reason(name, checked).orElseThrow();
      return skipped(
          instant,
          now,
          Verdict.INVALID_PARAMETERS,
          reason + " Change the schedule's parameters or the job's schema.");
    }
    Optional<SizedRequest> request =
        SizedRequest.of(request(schedule, instant, job.get(), fit.parameters(), at));
    return request
        .map(sized -> new InstantFire(InstantDecision.fired(instant, now), request))
        .orElseGet(
            () ->
                skipped(
                    instant,
                    now,
                    Verdict.TOO_LARGE,
                    "Job and parameters together are more than "
                        + SizedRequest.MOST_BYTES
                        + " bytes: pass large values as a file."));
  }

  private static InstantFire skipped(Instant instant, Instant now, Verdict verdict, String reason) {
    return new InstantFire(
        InstantDecision.skipped(instant, now, verdict, reason), Optional.empty());
  }

  private static RunRequest.Requested request(
      Schedule schedule, Instant instant, JobDefinition job, ObjectNode parameters, Instant now) {
    ScheduleSpec spec = schedule.spec();
    Instant startBy =
        spec.startingDeadline() == null ? null : instant.plus(spec.startingDeadline());
    return new RunRequest.Requested(
        RunIds.ofSchedule(schedule.name(), instant),
        job,
        parameters,
        Origin.first(Origin.Kind.SCHEDULE, schedule.name(), instant.toString(), null),
        null,
        new RunTerms(spec.whenRunning(), startBy, null),
        now);
  }
}
