package dev.kindling.gateway.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.gateway.http.TraceId;
import dev.kindling.model.run.Attempt;
import dev.kindling.model.run.AttemptState;
import dev.kindling.model.run.Executor;
import dev.kindling.model.run.Memory;
import dev.kindling.model.run.Origin;
import dev.kindling.model.run.Outcome;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunRequest;
import dev.kindling.model.run.RunState;
import java.time.Instant;
import java.util.List;

/**
 * A run as the API shows it, the schema {@code Run} of the contract. It is written out field by
 * field, so that nothing gets outside by being added to the domain; an attempt's token hash never
 * does.
 */
record RunDocument(
    String id,
    String job,
    long jobRevision,
    RunState state,
    String reason,
    String waitingFor,
    JsonNode parameters,
    Origin origin,
    String traceId,
    List<AttemptDocument> attempts,
    Instant requestedAt,
    Instant queuedAt,
    Instant retryAt,
    Instant endedAt,
    Instant updatedAt,
    CancelDocument cancel,
    Links links) {
  record AttemptDocument(
      int number,
      AttemptState state,
      String reason,
      String driverId,
      String appId,
      String worker,
      List<Executor> executors,
      Memory memory,
      String host,
      Long pid,
      Instant createdAt,
      Instant submittedAt,
      Instant claimedAt,
      Instant endedAt,
      Outcome outcome,
      RunPlaces.Links links) {}

  record CancelDocument(Instant at, String by, String reason) {}

  record Links(String self, String job, String logs, String cancel, String rerun) {}

  static String path(String id) {
    return "/api/v1/runs/" + id;
  }

  static RunDocument of(Run run, RunPlaces places) {
    String self = path(run.id());
    return new RunDocument(
        run.id(),
        run.job().name(),
        run.job().revision(),
        run.state(),
        run.reason(),
        run.waitingFor(),
        run.parameters(),
        run.origin(),
        TraceId.of(run.traceparent()),
        attempts(run, places),
        run.requestedAt(),
        run.queuedAt(),
        run.retryAt(),
        run.endedAt(),
        run.updatedAt(),
        cancel(run.cancel()),
        new Links(
            self,
            "/api/v1/jobs/" + run.job().name(),
            self + "/logs",
            self + "/cancel",
            self + "/rerun"));
  }

  /** A run that was just asked for, of which there are many, has none. */
  private static List<AttemptDocument> attempts(Run run, RunPlaces places) {
    return run.attempts().isEmpty()
        ? List.of()
        : run.attempts().stream().map(attempt -> attempt(run, attempt, places)).toList();
  }

  private static AttemptDocument attempt(Run run, Attempt attempt, RunPlaces places) {
    return new AttemptDocument(
        attempt.number(),
        attempt.state(),
        attempt.reason(),
        attempt.driverId(),
        attempt.appId(),
        attempt.worker(),
        attempt.executors(),
        attempt.memory(),
        attempt.host(),
        attempt.pid(),
        attempt.createdAt(),
        attempt.submittedAt(),
        attempt.claimedAt(),
        attempt.endedAt(),
        attempt.outcome(),
        places.of(run, attempt));
  }

  private static CancelDocument cancel(RunRequest.Cancel cancel) {
    return cancel == null ? null : new CancelDocument(cancel.at(), cancel.by(), cancel.reason());
  }
}
