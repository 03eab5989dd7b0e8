package dev.kindling.gateway.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.model.json.Json;
import dev.kindling.model.problem.FieldProblem;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads CloudEvents 1.0.2 as HTTP carries them (HTTP Protocol Binding §3): in binary mode, the
 * attributes in {@code ce-} headers; structured, one JSON object; or a batch of these. Either all
 * are events, or the problem 400 names what is wrong with each.
 */
public final class EventIntake {
  static final String STRUCTURED = "application/cloudevents+json";
  static final String BATCH = "application/cloudevents-batch+json";

  /** CloudEvents §3: lower-case letters and digits. */
  private static final Pattern ATTRIBUTE = Pattern.compile("[a-z0-9]{1,100}");

  private static final List<String> REQUIRED = List.of("id", "source", "type");
  private static final String HEADER = "ce-";
  private static final int MOST_EVENTS = 1_000;
  private static final int LONGEST = 2_000;

  private final List<FieldProblem> problems = new ArrayList<>();

  private EventIntake() {}

  /**
   * The events of a request, each as a structured one.
   *
   * @param headers of the request, names in lower case
   * @param body of the request
   */
  public static List<ObjectNode> read(Map<String, String> headers, byte[] body) {
    EventIntake intake = new EventIntake();
    String type = mediaType(headers.get("content-type"));
    List<ObjectNode> events =
        switch (type) {
          case BATCH -> intake.batch(body);
          case STRUCTURED -> intake.structured("", json(body));
          default -> intake.binary(headers, type, body);
        };
    if (!intake.problems.isEmpty()) {
      throw Problems.invalid(intake.problems);
    }
    return events;
  }

  private List<ObjectNode> batch(byte[] body) {
    JsonNode batch = json(body);
    if (!batch.isArray() || batch.size() > MOST_EVENTS) {
      add("", "must be a JSON array of at most " + MOST_EVENTS + " CloudEvents.");
      return List.of();
    }
    List<ObjectNode> events = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      events.addAll(structured("/" + i, batch.get(i)));
    }
    return events;
  }

  private List<ObjectNode> structured(String path, JsonNode document) {
    if (!(document instanceof ObjectNode event)) {
      add(path, "must be a CloudEvent, a JSON object.");
      return List.of();
    }
    event
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!name.equals("data_base64") && !ATTRIBUTE.matcher(name).matches()) {
                add(path + "/" + name, "is no attribute: they have lower-case letters and digits.");
              }
            });
    if (event.has("data") && event.has("data_base64")) {
      add(path + "/data_base64", "stands beside data: an event has one of them.");
    }
    check(path + "/", event);
    return List.of(event);
  }

  private List<ObjectNode> binary(Map<String, String> headers, String type, byte[] body) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    headers.forEach(
        (name, value) -> {
          if (name.startsWith(HEADER)) {
            String attribute = name.substring(HEADER.length());
            if (ATTRIBUTE.matcher(attribute).matches() && !attribute.equals("data")) {
              event.put(attribute, decoded(name, value));
            } else {
              add(name, "is no attribute: they have lower-case letters and digits.");
            }
          }
        });
    if (event.isEmpty()) {
      add(
          "",
          "is no CloudEvent: send "
              + STRUCTURED
              + ", "
              + BATCH
              + ", or the attributes in headers, ce-id, ce-source, ce-type and ce-specversion.");
      return List.of();
    }
    check(HEADER, event);
    data(event, type, body);
    return List.of(event);
  }

  /** HTTP binding §3.1.3.2: percent-encoded, and no more than that. */
  private String decoded(String name, String value) {
    try {
      return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      add(name, "has a % that begins no encoded byte: write it as %25.");
      return value;
    }
  }

  private void check(String path, ObjectNode event) {
    if (!event.path("specversion").asText().equals("1.0")) {
      add(path + "specversion", "must be \"1.0\".");
    }
    for (String name : REQUIRED) {
      JsonNode value = event.path(name);
      if (!value.isTextual() || value.asText().isBlank()) {
        add(path + name, "is missing: a CloudEvent has it, as text.");
      }
    }
    event
        .properties()
        .forEach(
            attribute -> {
              boolean isData =
                  attribute.getKey().startsWith("data_") || attribute.getKey().equals("data");
              if (!isData && attribute.getValue().isContainerNode()) {
                add(path + attribute.getKey(), "must be text, a number or true or false.");
              } else if (!isData && attribute.getValue().asText().length() > LONGEST) {
                add(path + attribute.getKey(), "may have at most " + LONGEST + " characters.");
              }
            });
    if (event.has("time") && !isTime(event.path("time").asText())) {
      add(path + "time", "must be a time of RFC 3339, such as 2026-11-26T02:30:00Z.");
    }
  }

  private static boolean isTime(String text) {
    try {
      return OffsetDateTime.parse(text) != null;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private void data(ObjectNode event, String type, byte[] body) {
    if (body.length == 0) {
      return;
    }
    if (!type.isEmpty()) {
      event.put("datacontenttype", type);
    }
    if (type.isEmpty() || type.equals("application/json") || type.endsWith("+json")) {
      try {
        event.set("data", Json.mapper().readTree(body));
      } catch (IOException e) {
        add("", "is not JSON, as its content type says.");
      }
    } else if (type.startsWith("text/") || type.endsWith("/xml") || type.endsWith("+xml")) {
      event.put("data", new String(body, StandardCharsets.UTF_8));
    } else {
      event.put("data_base64", Base64.getEncoder().encodeToString(body));
    }
  }

  private static JsonNode json(byte[] body) {
    try {
      return Json.mapper().readTree(body);
    } catch (JsonProcessingException e) {
      throw Problems.invalid("", "The body is not JSON, as its content type says.");
    } catch (IOException e) {
      throw Problems.invalid("", "The body is not text in UTF-8.");
    }
  }

  private static String mediaType(String header) {
    return header == null ? "" : header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  private void add(String field, String message) {
    problems.add(new FieldProblem(field, message));
  }
}
