package dev.kindling.kit.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.kindling.kit.expression.EventScope;
import dev.kindling.model.json.Json;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads events from a Kafka record: a CloudEvent 1.0 in structured mode (JSON event format) or in
 * binary mode ({@code ce_} headers), a batch of them (JSON batch format), else plain JSON. A plain
 * document that has the four required attributes of a CloudEvent is taken for one, since many
 * producers forget the content type. Pure.
 */
public final class EventReader {
  private static final String STRUCTURED = "application/cloudevents";
  private static final String BATCH = "application/cloudevents-batch";
  private static final List<String> REQUIRED = List.of("specversion", "id", "source", "type");

  private final RecordHeaders headers;
  private final ObjectNode attributes = JsonNodeFactory.instance.objectNode();
  private JsonNode data = MissingNode.getInstance();

  private EventReader(RecordHeaders headers) {
    this.headers = headers;
  }

  /**
   * Reads what a record carries: one event, or those of a batch.
   *
   * @throws UnreadableEvent if it carries none, or one of them is none; the message says why
   */
  public static List<Event> read(ConsumerRecord<String, byte[]> carrier) throws UnreadableEvent {
    RecordHeaders headers = new RecordHeaders(carrier);
    if (!headers.contentType().startsWith(BATCH)) {
      EventReader reader = new EventReader(headers);
      return List.of(reader.event(carrier, reader.cloudEvent(carrier.value())));
    }
    JsonNode batch = json(carrier.value());
    if (!batch.isArray()) {
      throw new UnreadableEvent(
          "Its content type is a batch of CloudEvents, but it is not a JSON array.");
    }
    List<Event> events = new ArrayList<>();
    for (JsonNode document : batch) {
      EventReader reader = new EventReader(headers);
      try {
        reader.structured(document);
        events.add(reader.event(carrier, true));
      } catch (UnreadableEvent e) {
        throw new UnreadableEvent(
            "Event " + (events.size() + 1) + " of the batch: " + e.getMessage());
      }
    }
    return events;
  }

  private Event event(ConsumerRecord<String, byte[]> carrier, boolean cloudEvent)
      throws UnreadableEvent {
    if (cloudEvent) {
      check();
    }
    String trace = headers.get("traceparent");
    EventScope scope =
        EventScope.of(
            attributes,
            data,
            carrier.topic(),
            carrier.partition(),
            carrier.offset(),
            carrier.key(),
            headers.all(),
            Instant.ofEpochMilli(carrier.timestamp()));
    return new Event(
        attributes,
        data,
        scope,
        cloudEvent ? attributes.path("source").asText() : null,
        cloudEvent ? attributes.path("id").asText() : null,
        trace == null ? attributes.path("traceparent").asText(null) : trace);
  }

  /** Reads attributes and data; whether they are those of a CloudEvent. */
  private boolean cloudEvent(byte[] value) throws UnreadableEvent {
    String type = headers.contentType();
    if (type.startsWith(STRUCTURED)) {
      structured(json(value));
      return true;
    } else if (headers.get("ce_specversion") != null) {
      binary(value);
      return true;
    }
    JsonNode document = json(value);
    if (REQUIRED.stream().allMatch(name -> document.path(name).isTextual())) {
      structured(document);
      return true;
    }
    data = document;
    return false;
  }

  private void structured(JsonNode document) throws UnreadableEvent {
    if (!document.isObject()) {
      throw new UnreadableEvent("Its content type is a CloudEvent, but it is not a JSON object.");
    }
    attributes.setAll((ObjectNode) document);
    JsonNode encoded = attributes.remove("data_base64");
    data = attributes.has("data") ? attributes.remove("data") : MissingNode.getInstance();
    if (encoded != null && encoded.isTextual() && data.isMissingNode()) {
      try {
        byte[] bytes = Base64.getDecoder().decode(encoded.asText());
        data(attributes.path("datacontenttype").asText(""), bytes);
      } catch (IllegalArgumentException e) {
        throw new UnreadableEvent("Its data_base64 is not Base64: " + e.getMessage() + ".");
      }
    }
  }

  private void binary(byte[] value) throws UnreadableEvent {
    headers.attributes().forEach(attributes::put);
    String type = headers.contentType();
    if (!type.isEmpty()) {
      attributes.put("datacontenttype", headers.get("content-type"));
    }
    if (value != null) {
      data(type, value);
    }
  }

  /** JSON unless its type says otherwise (CloudEvents 1.0.2, 3.1.1). */
  private void data(String type, byte[] bytes) throws UnreadableEvent {
    String media = type.split(";", 2)[0].strip();
    if (media.isEmpty() || media.endsWith("/json") || media.endsWith("+json")) {
      data = json(bytes);
    } else if (media.startsWith("text/")) {
      data = TextNode.valueOf(new String(bytes, StandardCharsets.UTF_8));
    } else {
      data = BinaryNode.valueOf(bytes);
    }
  }

  private static JsonNode json(byte[] value) throws UnreadableEvent {
    if (value == null || value.length == 0) {
      throw new UnreadableEvent("It has no value: an event is JSON.");
    }
    try {
      return Json.tree(value);
    } catch (UncheckedIOException e) {
      String why = e.getCause().getMessage();
      throw new UnreadableEvent("It is not JSON: " + why.lines().findFirst().orElse("") + ".");
    }
  }

  private void check() throws UnreadableEvent {
    for (String name : REQUIRED) {
      JsonNode attribute = attributes.path(name);
      if (!attribute.isTextual() || attribute.asText().isEmpty()) {
        throw new UnreadableEvent("It is a CloudEvent without \"" + name + "\".");
      }
    }
    String version = attributes.path("specversion").asText();
    if (!version.equals("1.0")) {
      throw new UnreadableEvent(
          "It is a CloudEvent of version " + version + "; triggers read version 1.0.");
    }
  }
}
