package dev.kindling.shipper.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.Attempt;
import dev.kindling.model.run.Outcome;
import dev.kindling.model.run.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * A run as the archive keeps it: one document, whose version is that of the run, so that an older
 * state never replaces a newer one. What people search for stands in ECS names and our own; the
 * whole run stands in {@code record}, from which the gateway reads it back.
 */
final class RunRecord {
  private static final int TRACEPARENT_LENGTH = 55;

  private RunRecord() {}

  static ArchivedRecord of(Run run) {
    ObjectNode document = Json.mapper().createObjectNode();
    document.put("@timestamp", run.updatedAt().toString());
    document.set("run", run(run));
    document.set("job", job(run));
    run.lastAttempt().ifPresent(attempt -> attempt(document, attempt));
    if (run.traceparent() != null && run.traceparent().length() >= TRACEPARENT_LENGTH) {
      document.putObject("trace").put("id", run.traceparent().substring(3, 35));
    }
    document.set("record", withoutTokens(Json.tree(run)));
    return new ArchivedRecord(run.id(), OptionalLong.of(run.version()), document);
  }

  private static ObjectNode run(Run run) {
    ObjectNode fields = Json.mapper().createObjectNode();
    fields.put("id", run.id());
    fields.put("state", run.state().name());
    fields.put("reason", run.reason());
    fields.put("version", run.version());
    fields.put("attempts", run.attempts().size());
    fields.put("requested", text(run.requestedAt()));
    fields.put("ended", text(run.endedAt()));
    if (run.endedAt() != null) {
      fields.put("duration_ms", Duration.between(run.requestedAt(), run.endedAt()).toMillis());
    }
    if (!run.attempts().isEmpty()) {
      Instant begun = run.attempts().get(0).createdAt();
      fields.put("wait_ms", Duration.between(run.requestedAt(), begun).toMillis());
    }
    if (run.origin() != null) {
      fields.put("rerun_of", run.origin().rerunOf());
      ObjectNode origin = fields.putObject("origin");
      origin.set("kind", Json.tree(run.origin().kind()));
      origin.put("name", run.origin().name());
      origin.put("detail", run.origin().detail());
      origin.put("by", run.origin().by());
    }
    return fields;
  }

  private static ObjectNode job(Run run) {
    ObjectNode fields = Json.mapper().createObjectNode();
    fields.put("name", run.job().name());
    fields.put("revision", run.job().revision());
    fields.put("owner", run.job().spec().owner());
    fields.put("pool", run.job().spec().limits().pool());
    fields.set("labels", Json.tree(run.job().spec().labels()));
    return fields;
  }

  private static void attempt(ObjectNode document, Attempt attempt) {
    ObjectNode spark = document.putObject("spark");
    spark.putObject("driver").put("id", attempt.driverId());
    spark.putObject("app").put("id", attempt.appId());
    spark.putObject("worker").put("id", attempt.worker());
    Outcome outcome = attempt.outcome();
    if (outcome != null && outcome.failureClass() != null) {
      boolean hasRoot = outcome.rootCauseClass() != null;
      ObjectNode error = document.putObject("error");
      error.put("code", outcome.failureClass().name());
      error.put("type", hasRoot ? outcome.rootCauseClass() : outcome.exceptionClass());
      error.put("message", hasRoot ? outcome.rootCauseMessage() : outcome.message());
    }
  }

  /** The hash of a token is of no use to anybody, and nobody shall wonder. */
  private static JsonNode withoutTokens(JsonNode run) {
    for (JsonNode attempt : run.path("attempts")) {
      ((ObjectNode) attempt).remove("tokenHash");
    }
    return run;
  }

  private static String text(Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
