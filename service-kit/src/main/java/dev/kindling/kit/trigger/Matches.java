package dev.kindling.kit.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.kindling.kit.expression.EventScope;
import dev.kindling.model.json.Json;
import dev.kindling.model.trigger.TriggerMatch;
import java.time.Instant;
import java.util.Base64;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Makes matches of events, and of matches what expressions see. Pure. */
public final class Matches {
  private Matches() {}

  /**
   * The match of an event.
   *
   * @param cluster that the record is on; null for the platform's own
   * @param index which event of a batch of CloudEvents, from 1; 0 for the only one
   * @param letter the id of the dead letter that it has been; null for none
   */
  public static TriggerMatch of(
      String trigger,
      String cluster,
      Event event,
      ConsumerRecord<String, byte[]> carrier,
      int index,
      String letter,
      Instant now) {
    JsonNode data = event.data();
    return new TriggerMatch(
        trigger,
        cluster,
        carrier.topic(),
        carrier.partition(),
        carrier.offset(),
        index,
        Instant.ofEpochMilli(carrier.timestamp()),
        carrier.key(),
        RecordHeaders.texts(carrier),
        event.hasIdentity() ? event.attributes() : null,
        data.isMissingNode() ? null : data.isBinary() ? base64(data) : data,
        data.isBinary(),
        event.traceparent(),
        letter,
        now);
  }

  private static JsonNode base64(JsonNode bytes) {
    return TextNode.valueOf(bytes.asText());
  }

  /** The event of a match. */
  public static EventScope scope(TriggerMatch match) {
    return EventScope.of(
        match.isCloudEvent() ? match.attributes() : JsonNodeFactory.instance.objectNode(),
        data(match),
        match.topic(),
        match.partition(),
        match.offset(),
        match.key(),
        match.headers(),
        match.time());
  }

  private static JsonNode data(TriggerMatch match) {
    if (match.data() == null) {
      return MissingNode.getInstance();
    }
    return match.binary()
        ? BinaryNode.valueOf(Base64.getDecoder().decode(match.data().asText()))
        : match.data();
  }

  /**
   * The event alone, as a record's value: in the JSON event format where it is a CloudEvent, else
   * its data.
   */
  public static byte[] document(TriggerMatch match) {
    if (!match.isCloudEvent()) {
      return Json.bytes(match.data());
    }
    ObjectNode document = match.attributes().deepCopy();
    if (match.data() != null) {
      document.set(match.binary() ? "data_base64" : "data", match.data());
    }
    return Json.bytes(document);
  }

  /** How many bytes the data of a match take in UTF-8. */
  public static int bytes(TriggerMatch match) {
    return match.data() == null ? 0 : Json.bytes(match.data()).length;
  }
}
