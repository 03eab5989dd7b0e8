package dev.kindling.scheduler.backfill;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.kit.parameters.CheckedParameters;
import dev.kindling.kit.parameters.ParameterCheck;
import dev.kindling.kit.request.Misfit;
import dev.kindling.kit.request.SizedRequest;
import dev.kindling.model.backfill.BackfillDefinition;
import dev.kindling.model.backfill.BackfillPhase;
import dev.kindling.model.backfill.BackfillSpec;
import dev.kindling.model.backfill.BackfillState;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.run.Origin;
import dev.kindling.model.run.RunIds;
import dev.kindling.model.run.RunRequest;
import dev.kindling.model.run.RunState;
import dev.kindling.model.run.RunTerms;
import dev.kindling.model.schedule.FireTemplates;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides how a backfill goes on: it counts the runs that have ended, and asks for more as long as
 * it may. Pure: the same definition, state and surroundings give the same decision.
 */
final class BackfillMachine {
  /**
   * A run that is not in the table of runs so long after it was asked for has left it while no
   * scheduler was there to see it.
   */
  static final Duration FORGOTTEN = Duration.ofDays(2);

  /** So many requests fit into a transaction with ease. */
  private static final int MOST_AT_ONCE = 100;

  private final BackfillDefinition backfill;
  private final BackfillState before;
  private final Function<String, Optional<JobDefinition>> jobs;
  private final ParameterCheck check;
  private final Function<String, Optional<RunState>> ends;
  private final Instant now;
  private final List<BackfillState.Asked> live = new ArrayList<>();
  private final List<SizedRequest> requests = new ArrayList<>();
  private int next;
  private int succeeded;
  private int failed;
  private int others;
  private int failedOfRevision;
  private String reason;

  private BackfillMachine(
      BackfillDefinition backfill,
      BackfillState before,
      Function<String, Optional<JobDefinition>> jobs,
      ParameterCheck check,
      Function<String, Optional<RunState>> ends,
      Instant now) {
    this.backfill = backfill;
    boolean same =
        before != null && Objects.equals(before.createdAt(), backfill.spec().createdAt());
    this.before = same ? before : null;
    this.jobs = jobs;
    this.check = check;
    this.ends = ends;
    this.now = now;
  }

  /**
   * Decides.
   *
   * @param state how far it has come; null for not at all
   * @param ends the state of a run, if the table has it
   */
  static BackfillDecision decide(
      BackfillDefinition backfill,
      BackfillState state,
      Function<String, Optional<JobDefinition>> jobs,
      ParameterCheck check,
      Function<String, Optional<RunState>> ends,
      Instant now) {
    return new BackfillMachine(backfill, state, jobs, check, ends, now).decide();
  }

  private BackfillDecision decide() {
    boolean same = before != null && before.revision() == backfill.revision();
    if (before != null) {
      next = before.next();
      succeeded = before.succeeded();
      failed = before.failed();
      others = before.others();
      failedOfRevision = same ? before.failedOfRevision() : 0;
      reason = same ? before.reason() : null;
      before.live().forEach(this::settle);
    }
    BackfillSpec spec = backfill.spec();
    if (!spec.paused() && !spec.cancelled()) {
      stopAfterFailures();
      while (reason == null && mayAsk()) {
        ask(spec.instants().get(next));
      }
    }
    List<BackfillDecision.Cancelled> cancels = new ArrayList<>();
    if (spec.cancelled() && !same) {
      live.forEach(
          asked ->
              cancels.add(
                  new BackfillDecision.Cancelled(
                      asked.routingKey(),
                      new RunRequest.Cancel(
                          asked.runId(),
                          backfill.updatedBy(),
                          "The backfill " + backfill.name() + " was cancelled.",
                          now))));
    }
    return new BackfillDecision(state(), requests, cancels);
  }

  private void settle(BackfillState.Asked asked) {
    Optional<RunState> end = ends.apply(asked.runId()).filter(RunState::isFinal);
    if (end.isEmpty()) {
      boolean isThere = ends.apply(asked.runId()).isPresent();
      if (isThere || asked.at().plus(FORGOTTEN).isAfter(now)) {
        live.add(asked);
      } else {
        others++;
      }
      return;
    }
    switch (end.get()) {
      case SUCCEEDED -> succeeded++;
      case FAILED, LOST, TIMED_OUT -> {
        failed++;
        failedOfRevision++;
      }
      default -> others++;
    }
  }

  private void stopAfterFailures() {
    Integer most = backfill.spec().stopAfterFailures();
    if (reason == null && most != null && failedOfRevision >= most) {
      reason =
          "It stopped by itself: "
              + failedOfRevision
              + (failedOfRevision == 1 ? " run" : " runs")
              + " failed (stopAfterFailures). Resume it when the cause is mended.";
    }
  }

  private boolean mayAsk() {
    return next < backfill.spec().instants().size()
        && live.size() < backfill.spec().concurrency()
        && requests.size() < MOST_AT_ONCE;
  }

  private void ask(Instant instant) {
    String name = backfill.spec().job();
    Optional<JobDefinition> job = jobs.apply(name);
    if (job.isEmpty()) {
      reason = "The job \"" + name + "\" is not defined. Define it, then resume the backfill.";
      return;
    }
    ObjectNode parameters =
        (ObjectNode)
            FireTemplates.resolve(
                backfill.spec().parameters(),
                instant.atZone(ZoneId.of(backfill.spec().timeZone())));
    CheckedParameters checked = check.check(job.get(), parameters);
    if (!(checked instanceof CheckedParameters.Fit fit)) {
      reason =
          Misfit.reason(name, checked).orElseThrow()
              + " Change the job's schema and resume the backfill, or ask for another one.";
      return;
    }
    Optional<SizedRequest> request = SizedRequest.of(request(instant, job.get(), fit.parameters()));
    if (request.isEmpty()) {
      reason =
          "Job and parameters together are more than "
              + SizedRequest.MOST_BYTES
              + " bytes: pass large values as a file.";
      return;
    }
    requests.add(request.get());
    live.add(
        new BackfillState.Asked(
            instant, request.get().request().runId(), job.get().routingKey(), now));
    next++;
  }

  private RunRequest.Requested request(Instant instant, JobDefinition job, ObjectNode parameters) {
    return new RunRequest.Requested(
        RunIds.ofBackfill(backfill.name(), backfill.spec().createdAt(), instant),
        job,
        parameters,
        Origin.first(
            Origin.Kind.BACKFILL,
            backfill.spec().origin(backfill.name()),
            instant.toString(),
            backfill.updatedBy()),
        null,
        new RunTerms(null, null, backfill.spec().priority()),
        now);
  }

  private BackfillState state() {
    BackfillPhase phase = phase();
    BackfillState state = state(phase, before == null ? now : before.updatedAt());
    return state.equals(before) ? before : state(phase, now);
  }

  private BackfillState state(BackfillPhase phase, Instant updatedAt) {
    return new BackfillState(
        backfill.spec().createdAt(),
        backfill.revision(),
        phase,
        reason,
        next,
        live,
        succeeded,
        failed,
        others,
        failedOfRevision,
        updatedAt);
  }

  private BackfillPhase phase() {
    if (backfill.spec().cancelled()) {
      return BackfillPhase.CANCELLED;
    }
    if (next == backfill.spec().instants().size() && live.isEmpty()) {
      return BackfillPhase.DONE;
    }
    if (backfill.spec().paused()) {
      return BackfillPhase.PAUSED;
    }
    return reason == null ? BackfillPhase.RUNNING : BackfillPhase.STOPPED;
  }
}
