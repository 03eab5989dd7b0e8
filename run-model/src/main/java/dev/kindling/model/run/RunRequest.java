package dev.kindling.model.run;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.kindling.model.job.JobDefinition;
import java.time.Instant;

/** What stands on {@code kindling.run-requests}, under the routing key of the run's job. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RunRequest.Requested.class, name = "RunRequested"),
  @JsonSubTypes.Type(value = RunRequest.Cancel.class, name = "CancelRequested")
})
public sealed interface RunRequest {
  /** The run that is meant, never null. */
  String runId();

  /**
   * Run this. It carries the job as it was when somebody asked, so that a later change of the job
   * never changes a run. Asked twice with one id, it is one run.
   *
   * @param runId chosen by who asks, see {@link RunIds}
   * @param job the job's definition at that moment
   * @param parameters an object that fits the job's schema; never null
   * @param origin what started it
   * @param traceparent the W3C trace context of the asking, or null
   * @param terms what whoever asked wants of its admission; null for nothing
   * @param requestedAt when it was accepted
   */
  record Requested(
      String runId,
      JobDefinition job,
      JsonNode parameters,
      Origin origin,
      String traceparent,
      RunTerms terms,
      Instant requestedAt)
      implements RunRequest {
    public Requested {
      terms = RunTerms.NONE.equals(terms) ? null : terms;
      parameters =
          parameters == null || parameters.isNull()
              ? JsonNodeFactory.instance.objectNode()
              : parameters;
    }

    /** On no other terms than those of the job. */
    public Requested(
        String runId,
        JobDefinition job,
        JsonNode parameters,
        Origin origin,
        String traceparent,
        Instant requestedAt) {
      this(runId, job, parameters, origin, traceparent, null, requestedAt);
    }
  }

  /**
   * End this run. A run that has ended, or that nobody knows, stays as it is.
   *
   * @param runId the run
   * @param by who asked, may be null
   * @param reason why, for people; may be null
   * @param at when it was accepted
   */
  record Cancel(String runId, String by, String reason, Instant at) implements RunRequest {}
}
