package dev.kindling.agent.runner;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.kindling.model.guard.ClaimReply;
import dev.kindling.model.guard.ClaimRequest;
import dev.kindling.model.guard.ExecutorSeen;
import dev.kindling.model.guard.FinalReport;
import dev.kindling.model.guard.LeaseReply;
import dev.kindling.model.guard.LeaseRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON form of the records that the guard and the job-runner exchange, written out by hand on
 * Jackson's streaming core (RATIONALE.md says why). Absent values are left out, unknown fields are
 * ignored. A test holds it to run-model's own mapper. Stateless and thread-safe.
 */
final class WireJson {
  private static final JsonFactory JSON = new JsonFactory();

  private WireJson() {}

  static byte[] write(ClaimRequest request) {
    return object(
        out -> {
          attempt(out, request.runId(), request.attempt(), request.token());
          text(out, "driverId", request.driverId());
          text(out, "host", request.host());
          out.writeNumberField("pid", request.pid());
        });
  }

  static byte[] write(LeaseRequest request) {
    return object(
        out -> {
          attempt(out, request.runId(), request.attempt(), request.token());
          text(out, "appId", request.appId());
          executors(out, request.executors());
        });
  }

  static byte[] write(FinalReport report) {
    return object(
        out -> {
          attempt(out, report.runId(), report.attempt(), report.token());
          out.writeNumberField("exitCode", report.exitCode());
          text(out, "exceptionClass", report.exceptionClass());
          text(out, "message", report.message());
          text(out, "rootCauseClass", report.rootCauseClass());
          text(out, "rootCauseMessage", report.rootCauseMessage());
          text(out, "appId", report.appId());
          executors(out, report.executors());
        });
  }

  /** Reads a reply to a claim; a grant without a usable lease is no reply, hence an exception. */
  static ClaimReply claimReply(byte[] json) throws IOException {
    Map<String, Object> fields = fields(json);
    if (!flag(fields, "granted")) {
      return ClaimReply.refused(reason(fields));
    }
    long lease = millis(fields, "leaseMillis");
    long renewal = millis(fields, "renewalMillis");
    if (renewal >= lease) {
      throw new IOException("renewalMillis " + renewal + " is not below leaseMillis " + lease);
    }
    return ClaimReply.granted(lease, renewal);
  }

  /** Reads a reply to a sign of life; one that keeps the lease must say for how long. */
  static LeaseReply leaseReply(byte[] json) throws IOException {
    Map<String, Object> fields = fields(json);
    return flag(fields, "keep")
        ? LeaseReply.kept(millis(fields, "leaseMillis"))
        : LeaseReply.ended(reason(fields));
  }

  private static void attempt(JsonGenerator out, String runId, int attempt, String token)
      throws IOException {
    out.writeStringField("runId", runId);
    out.writeNumberField("attempt", attempt);
    out.writeStringField("token", token);
  }

  private static void executors(JsonGenerator out, List<ExecutorSeen> executors)
      throws IOException {
    if (executors == null) {
      return;
    }
    out.writeArrayFieldStart("executors");
    for (ExecutorSeen executor : executors) {
      out.writeStartObject();
      text(out, "id", executor.id());
      text(out, "host", executor.host());
      text(out, "workerUi", executor.workerUi());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void text(JsonGenerator out, String name, String value) throws IOException {
    if (value != null) {
      out.writeStringField(name, value);
    }
  }

  private static byte[] object(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      fields.writeTo(out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to be written to", e);
    }
    return bytes.toByteArray();
  }

  private static Map<String, Object> fields(byte[] json) throws IOException {
    Map<String, Object> fields = new HashMap<>();
    try (JsonParser in = JSON.createParser(json)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not a JSON object");
      }
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        JsonToken value = in.nextToken();
        if (value == JsonToken.VALUE_STRING) {
          fields.put(name, in.getText());
        } else if (value == JsonToken.VALUE_NUMBER_INT) {
          fields.put(name, in.getLongValue());
        } else if (value == JsonToken.VALUE_TRUE || value == JsonToken.VALUE_FALSE) {
          fields.put(name, in.getBooleanValue());
        } else {
          in.skipChildren();
        }
      }
    }
    return fields;
  }

  private static boolean flag(Map<String, Object> fields, String name) throws IOException {
    if (fields.get(name) instanceof Boolean value) {
      return value;
    }
    throw new IOException(name + " is missing or not a boolean");
  }

  private static long millis(Map<String, Object> fields, String name) throws IOException {
    if (fields.get(name) instanceof Long value && value > 0) {
      return value;
    }
    throw new IOException(name + " is missing or not a positive number");
  }

  private static String reason(Map<String, Object> fields) {
    return fields.get("reason") instanceof String reason ? reason : "no reason was given";
  }

  private interface Fields {
    void writeTo(JsonGenerator out) throws IOException;
  }
}
