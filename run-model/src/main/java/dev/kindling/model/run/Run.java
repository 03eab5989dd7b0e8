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

  /** The key of the partition that the run lives in. */
  @JsonIgnore
  public String routingKey() {
    return job.routingKey();
  }

  Run begun(Attempt attempt, Instant now) {
    List<Attempt> all = new ArrayList<>(attempts);
    all.add(attempt);
    return changed(RunState.LAUNCHING, attempt.reason(), null, all, null, now);
  }

  Run withLast(Attempt attempt, RunState state, String reason, Instant now) {
    List<Attempt> all = new ArrayList<>(attempts);
    all.set(all.size() - 1, attempt);
    return changed(state, reason, null, all, null, now);
  }

  Run withVersion(long newVersion) {
    return new Run(
        SCHEMA,
        id,
        newVersion,
        job,
        parameters,
        origin,
        traceparent,
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

  /** This state with what a change of one of its attempts must not touch. */
  Run keeping(Run before) {
    return new Run(
        SCHEMA,
        id,
        version,
        job,
        parameters,
        origin,
        traceparent,
        state,
        reason,
        before.waitingFor,
        attempts,
        requestedAt,
        queuedAt,
        before.retryAt,
        cancel,
        before.ending,
        endedAt,
        updatedAt);
  }

  Run ended(RunState state, String reason, Instant now) {
    return changed(state, reason, null, attempts, null, now);
  }

  Run retrying(String reason, Instant retryAt, Instant now) {
    return changed(RunState.RETRY_WAIT, reason, null, attempts, retryAt, now);
  }

  Run queued(String reason, String waitingFor, Instant now) {
    return changed(RunState.QUEUED, reason, waitingFor, attempts, null, now);
  }

  Run waitingFor(String waitingFor, Instant now) {
    return new Run(
        SCHEMA,
        id,
        version + 1,
        job,
        parameters,
        origin,
        traceparent,
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
        now);
  }

  /** On its way to an end that its driver has not reached yet. */
  Run ending(RunState target, String why, Instant now) {
    return new Run(
        SCHEMA,
        id,
        version + 1,
        job,
        parameters,
        origin,
        traceparent,
        RunState.CANCELLING,
        why,
        null,
        attempts,
        requestedAt,
        queuedAt,
        null,
        cancel,
        target,
        null,
        now);
  }

  Run withCancel(RunRequest.Cancel request, Instant now) {
    return new Run(
        SCHEMA,
        id,
        version + 1,
        job,
        parameters,
        origin,
        traceparent,
        state,
        reason,
        waitingFor,
        attempts,
        requestedAt,
        queuedAt,
        retryAt,
        request,
        ending,
        endedAt,
        now);
  }

  private Run changed(
      RunState next,
      String why,
      String waits,
      List<Attempt> nextAttempts,
      Instant nextRetryAt,
      Instant now) {
    boolean entersQueue = next == RunState.QUEUED && state != RunState.QUEUED;
    return new Run(
        SCHEMA,
        id,
        version + 1,
        job,
        parameters,
        origin,
        traceparent,
        next,
        why,
        waits,
        nextAttempts,
        requestedAt,
        entersQueue ? now : queuedAt,
        nextRetryAt,
        cancel,
        next == RunState.CANCELLING ? ending : null,
        next.isFinal() ? now : null,
        now);
  }
}
