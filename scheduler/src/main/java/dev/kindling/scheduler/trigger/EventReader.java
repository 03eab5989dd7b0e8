package dev.kindling.scheduler.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.model.json.Json;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads an event from a Kafka record: a CloudEvent 1.0 in structured mode (JSON event format) or in
 * binary mode ({@code ce_} headers), else plain JSON. A plain document that has the four required
 * attributes of a CloudEvent is taken for one, since many producers forget the content type. Pure.
 */
final class EventReader {
  private static final String STRUCTURED = "application/cloudevents";
  private static final String BATCH = "application/cloudevents-batch";
  private static final List<String> REQUIRED = List.of("specversion", "id", "source", "type");

  private EventReader() {}

  /**
   * Reads one.
   *
   * @throws UnreadableEvent if it is neither; the message says why
   */
  static Event read(ConsumerRecord<String, byte[]> carrier) throws UnreadableEvent {
    RecordHeaders headers = new RecordHeaders(carrier);
    String type = headers.contentType();
    ObjectNode view = JsonNodeFactory.instance.objectNode();
    boolean cloudEvent = true;
    if (type.startsWith(BATCH)) {
      throw new UnreadableEvent(
          "It is a batch of CloudEvents, which triggers cannot read yet: send each event in a"
              + " record of its own.");
    } else if (type.startsWith(STRUCTURED)) {
      structured(json(carrier.value()), view);
    } else if (headers.get("ce_specversion") != null) {
      binary(headers, carrier.value(), view);
    } else {
      JsonNode document = json(carrier.value());
      cloudEvent = REQUIRED.stream().allMatch(name -> document.path(name).isTextual());
      if (cloudEvent) {
        structured(document, view);
      } else {
        view.set("data", document);
      }
    }
    if (cloudEvent) {
      check(view);
    }
    String trace = headers.get("traceparent");
    view.set("record", describe(carrier, headers));
    return new Event(
        view,
        cloudEvent ? view.path("source").asText() : null,
        cloudEvent ? view.path("id").asText() : null,
        trace == null ? view.path("traceparent").asText(null) : trace);
  }

  private static void structured(JsonNode document, ObjectNode view) throws UnreadableEvent {
    if (!document.isObject()) {
      throw new UnreadableEvent("Its content type is a CloudEvent, but it is not a JSON object.");
    }
    view.setAll((ObjectNode) document);
    JsonNode encoded = view.path("data_base64");
    if (encoded.isTextual() && !view.has("data")) {
      try {
        byte[] data = Base64.getDecoder().decode(encoded.asText());
        data(view.path("datacontenttype").asText(""), data, view);
      } catch (IllegalArgumentException e) {
        throw new UnreadableEvent("Its data_base64 is not Base64: " + e.getMessage() + ".");
      }
    }
  }

  private static void binary(RecordHeaders headers, byte[] value, ObjectNode view)
      throws UnreadableEvent {
    headers.attributes().forEach(view::put);
    String type = headers.contentType();
    if (!type.isEmpty()) {
      view.put("datacontenttype", headers.get("content-type"));
    }
    if (value != null) {
      data(type, value, view);
    }
  }

  /** JSON unless its type says otherwise (CloudEvents 1.0.2, 3.1.1); bytes stay Base64. */
  private static void data(String type, byte[] data, ObjectNode view) throws UnreadableEvent {
    String media = type.split(";", 2)[0].strip();
    if (media.isEmpty() || media.endsWith("/json") || media.endsWith("+json")) {
      view.set("data", json(data));
    } else if (media.startsWith("text/")) {
      view.put("data", new String(data, StandardCharsets.UTF_8));
    } else {
      view.put("data_base64", Base64.getEncoder().encodeToString(data));
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

  private static void check(ObjectNode view) throws UnreadableEvent {
    for (String name : REQUIRED) {
      JsonNode attribute = view.path(name);
      if (!attribute.isTextual() || attribute.asText().isEmpty()) {
        throw new UnreadableEvent("It is a CloudEvent without \"" + name + "\".");
      }
    }
    String version = view.path("specversion").asText();
    if (!version.equals("1.0")) {
      throw new UnreadableEvent(
          "It is a CloudEvent of version " + version + "; triggers read version 1.0.");
    }
  }

  private static ObjectNode describe(
      ConsumerRecord<String, byte[]> carrier, RecordHeaders headers) {
    ObjectNode described =
        JsonNodeFactory.instance
            .objectNode()
            .put("topic", carrier.topic())
            .put("partition", carrier.partition())
            .put("offset", carrier.offset())
            .put("timestamp", Instant.ofEpochMilli(carrier.timestamp()).toString())
            .put("key", carrier.key());
    ObjectNode named = described.putObject("headers");
    for (Map.Entry<String, String> header : headers.all().entrySet()) {
      named.put(header.getKey(), header.getValue());
    }
    return described;
  }
}
