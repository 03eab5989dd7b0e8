package dev.kindling.model.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.model.job.JobDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The whole state of one run, the value of its key in the {@code kindling.runs} table. Immutable:
 * {@link RunMachine} makes the next one.
 *
 * @param schema the form of this record, {@link #SCHEMA}; a reader refuses a newer one
 * @param id see {@link RunIds}
 * @param version 1 for the first state, one more with each
 * @param job the job as it was when the run was asked for
 * @param parameters the run's parameters, an object
 * @param origin what started it
 * @param traceparent W3C trace context of the asking, or null
 * @param terms of its admission, beside those of the job; null for none, see {@link #admission}
 * @param state never null
 * @param reason the last change in a sentence that a person can act on
 * @param waitingFor what a queued run waits for; null in every other state
 * @param attempts in order, the last is the current one; never null
 * @param requestedAt when it was asked for
 * @param queuedAt when it last began to wait, or null
 * @param retryAt when the next attempt is due, or null
 * @param cancel the first cancellation that was asked for, or null
 * @param ending the final state that a run in CANCELLING is on its way to, else null
 * @param endedAt when it reached its final state, or null
 * @param updatedAt when this state was decided
 */
public record Run(
    int schema,
    String id,
    long version,
    JobDefinition job,
    JsonNode parameters,
    Origin origin,
    String traceparent,
    RunTerms terms,
    RunState state,
    String reason,
    String waitingFor,
    List<Attempt> attempts,
    Instant requestedAt,
    Instant queuedAt,
    Instant retryAt,
    RunRequest.Cancel cancel,
    RunState ending,
    Instant endedAt,
    Instant updatedAt) {
  public static final int SCHEMA = 1;

  public Run {
    terms = RunTerms.NONE.equals(terms) ? null : terms;
    attempts = attempts == null ? List.of() : List.copyOf(attempts);
  }

  static Run requested(RunRequest.Requested request, String waitingFor, Instant now) {
    return new Run(
        SCHEMA,
        request.runId(),
        1,
        request.job(),
        request.parameters(),
        request.origin(),
        request.traceparent(),
        request.terms(),
        RunState.QUEUED,
        "Accepted.",
        waitingFor,
        List.of(),
        request.requestedAt(),
        now,
        null,
        null,
        null,
        null,
        now);
  }

  /** The attempt that is under way or was the last, if there was one. */
  @JsonIgnore
  public Optional<Attempt> lastAttempt() {
    return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.get(attempts.size() - 1));
  }

  /** The last attempt if it has not ended. */
  @JsonIgnore
  public Optional<Attempt> liveAttempt() {
    return lastAttempt().filter(attempt -> !attempt.state().isFinal());
  }

  /** The last attempt if it has this number and has not ended. */
  Optional<Attempt> liveAttempt(int number) {
    return liveAttempt().filter(attempt -> attempt.number() == number);
  }

  /** The last attempt if this is its driver and it has not ended. */
  Optional<Attempt> liveAttemptOf(String driverId) {
    return liveAttempt().filter(attempt -> driverId.equals(attempt.driverId()));
  }

  /** The terms of its admission, none if there are none. */
  @JsonIgnore
  public RunTerms admission() {
    return terms == null ? RunTerms.NONE : terms;
  }

  /** The key of the partition that the run lives in. */
  @JsonIgnore
  public String routingKey() {
    return job.routingKey();
  }

  Run begun(Attempt attempt, Instant now) {
    List<Attempt> all = new ArrayList<>(attempts);
    all.add(attempt);
    Draft draft = entering(RunState.LAUNCHING, attempt.reason(), now);
    draft.attempts = all;
    return draft.run();
  }

  Run withLast(Attempt attempt, RunState next, String why, Instant now) {
    List<Attempt> all = new ArrayList<>(attempts);
    all.set(all.size() - 1, attempt);
    Draft draft = entering(next, why, now);
    draft.attempts = all;
    return draft.run();
  }

  Run withJob(JobDefinition same) {
    return new Run(
        schema,
        id,
        version,
        same,
        parameters,
        origin,
        traceparent,
        terms,
        state,
        reason,
        waitingFor,
        attempts,
        requestedAt,
        queuedAt,
        retryAt,
        cancel,
        ending,
        endedAt,
        updatedAt);
  }

  Run withVersion(long newVersion) {
    Draft draft = new Draft(this);
    draft.version = newVersion;
    return draft.run();
  }

  /** This state with what a change of one of its attempts must not touch. */
  Run keeping(Run before) {
    Draft draft = new Draft(this);
    draft.waitingFor = before.waitingFor;
    draft.retryAt = before.retryAt;
    draft.ending = before.ending;
    return draft.run();
  }

  Run ended(RunState end, String why, Instant now) {
    return entering(end, why, now).run();
  }

  Run retrying(String why, Instant due, Instant now) {
    Draft draft = entering(RunState.RETRY_WAIT, why, now);
    draft.retryAt = due;
    return draft.run();
  }

  Run queued(String why, String waits, Instant now) {
    Draft draft = entering(RunState.QUEUED, why, now);
    draft.waitingFor = waits;
    return draft.run();
  }

  Run waitingFor(String waits, Instant now) {
    Draft draft = new Draft(this);
    draft.version = version + 1;
    draft.waitingFor = waits;
    draft.updatedAt = now;
    return draft.run();
  }

  /** On its way to an end that its driver has not reached yet. */
  Run ending(RunState target, String why, Instant now) {
    Draft draft = entering(RunState.CANCELLING, why, now);
    draft.ending = target;
    return draft.run();
  }

  Run withCancel(RunRequest.Cancel request, Instant now) {
    Draft draft = new Draft(this);
    draft.version = version + 1;
    draft.cancel = request;
    draft.updatedAt = now;
    return draft.run();
  }

  /** What is true of every change of state: it waits for nothing until somebody says so. */
  private Draft entering(RunState next, String why, Instant now) {
    Draft draft = new Draft(this);
    draft.version = version + 1;
    draft.state = next;
    draft.reason = why;
    draft.waitingFor = null;
    draft.queuedAt = next == RunState.QUEUED && state != RunState.QUEUED ? now : queuedAt;
    draft.retryAt = null;
    draft.ending = next == RunState.CANCELLING ? ending : null;
    draft.endedAt = next.isFinal() ? now : null;
    draft.updatedAt = now;
    return draft;
  }

  /** The next run value while it is being written; never leaves a method. */
  private static final class Draft {
    private final Run before;
    private long version;
    private RunState state;
    private String reason;
    private String waitingFor;
    private List<Attempt> attempts;
    private Instant queuedAt;
    private Instant retryAt;
    private RunRequest.Cancel cancel;
    private RunState ending;
    private Instant endedAt;
    private Instant updatedAt;

    Draft(Run before) {
      this.before = before;
      version = before.version;
      state = before.state;
      reason = before.reason;
      waitingFor = before.waitingFor;
      attempts = before.attempts;
      queuedAt = before.queuedAt;
      retryAt = before.retryAt;
      cancel = before.cancel;
      ending = before.ending;
      endedAt = before.endedAt;
      updatedAt = before.updatedAt;
    }

    Run run() {
      return new Run(
          SCHEMA,
          before.id,
          version,
          before.job,
          before.parameters,
          before.origin,
          before.traceparent,
          before.terms,
          state,
          reason,
          waitingFor,
          attempts,
          before.requestedAt,
          queuedAt,
          retryAt,
          cancel,
          ending,
          endedAt,
          updatedAt);
    }
  }
}
