package dev.kindling.shipper.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.model.json.Json;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * An entry of the gateway's audit journal in the names of ECS 9. Its id is its place in the journal
 * and its time, so that an entry that is read again meets its own document, and one of a journal
 * that was made anew does not.
 */
final class AuditRecord {
  /** ECS knows success, failure and unknown; {@code kindling.outcome} has our word. */
  private static final Map<String, String> OUTCOMES =
      Map.of("done", "success", "refused", "failure", "denied", "failure", "failed", "failure");

  private AuditRecord() {}

  static ArchivedRecord of(ConsumerRecord<String, byte[]> record) {
    JsonNode entry = Json.tree(record.value());
    if (!entry.path("at").isTextual() || !entry.path("outcome").isTextual()) {
      throw new IllegalArgumentException("no entry of the audit journal");
    }
    String id = "%d-%d-%d".formatted(record.partition(), record.offset(), record.timestamp());
    return new ArchivedRecord(id, OptionalLong.empty(), document(entry));
  }

  private static ObjectNode document(JsonNode entry) {
    ObjectNode document = Json.mapper().createObjectNode();
    document.set("@timestamp", entry.get("at"));
    copy(entry, "detail", document, "message");
    ObjectNode event = document.putObject("event");
    copy(entry, "operation", event, "action");
    String outcome = entry.path("outcome").asText();
    event.put("outcome", OUTCOMES.getOrDefault(outcome, "unknown"));
    ObjectNode user = document.putObject("user");
    copy(entry, "who", user, "name");
    copy(entry, "role", user, "roles");
    ObjectNode http = document.putObject("http");
    copy(entry, "method", http.putObject("request"), "method");
    copy(entry, "status", http.putObject("response"), "status_code");
    copy(entry, "path", document.putObject("url"), "path");
    copy(entry, "from", document.putObject("source"), "address");
    copy(entry, "traceId", document.putObject("trace"), "id");
    ObjectNode own = document.putObject("kindling");
    own.put("outcome", outcome);
    copy(entry, "by", own, "identified_by");
    return document;
  }

  private static void copy(JsonNode from, String field, ObjectNode to, String name) {
    JsonNode value = from.get(field);
    if (value != null && !value.isNull()) {
      to.set(name, value);
    }
  }
}
