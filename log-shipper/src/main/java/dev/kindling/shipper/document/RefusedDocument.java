package dev.kindling.shipper.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.kit.log.event.EventFlag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of a document that the search index does not take as it is: a smaller one, or a
 * minimal one for the dead-letter index. The place in the file, the id and the text stay. Pure.
 */
public final class RefusedDocument {
  private static final int SMALLEST_TEXT = 256;

  /** Fields that every index takes, and that keep the bytes countable and the run findable. */
  private static final List<String> KEPT =
      List.of("@timestamp", "message", "event", "run", "job", "spark", "service");

  private static final List<String> KEPT_OF_LOG = List.of("offset", "iostream", "file");

  private final ObjectMapper mapper = new ObjectMapper();

  /**
   * The same document with half of its text.
   *
   * @return empty if it is so small already that its text cannot be the reason
   */
  public Optional<LogDocument> shortened(LogDocument document) {
    ObjectNode body = tree(document);
    ObjectNode error = body.withObject("/error");
    int message = body.path("message").asText().length();
    int trace = error.path("stack_trace").asText().length();
    if (Math.max(message, trace) < SMALLEST_TEXT) {
      return Optional.empty();
    }
    halve(body, "message");
    halve(error, "stack_trace");
    halve(error, "message");
    if (error.isEmpty()) {
      body.remove("error");
    }
    flag(body, EventFlag.TRUNCATED);
    return Optional.of(document.replacedBy(document.index(), bytes(body), document.deadLetter()));
  }

  /** The minimal document: raw text, place, owner, and why the full one was refused. */
  public LogDocument deadLetter(LogDocument document, String reasonType, String reason) {
    ObjectNode full = tree(document);
    ObjectNode body = mapper.createObjectNode();
    KEPT.forEach(field -> copy(full, body, field));
    if (body.path("spark").isObject()) {
      ((ObjectNode) body.get("spark")).remove("context");
    }
    ObjectNode log = mapper.createObjectNode();
    JsonNode fullLog = full.path("log");
    KEPT_OF_LOG.forEach(field -> copy(fullLog, log, field));
    body.set("log", log);
    flag(body, EventFlag.DEAD_LETTER);
    body.putObject("error").put("type", reasonType).put("message", reason);
    JsonNode trace = full.path("error").path("stack_trace");
    if (trace.isTextual()) {
      body.put("message", body.path("message").asText() + "\n" + trace.asText());
    }
    return document.replacedBy(deadLetters(document.index()), bytes(body), true);
  }

  private static String deadLetters(String index) {
    return LogFamily.of(index).orElseThrow().deadLetters();
  }

  private static void copy(JsonNode from, ObjectNode to, String field) {
    JsonNode value = from.get(field);
    if (value != null) {
      to.set(field, value);
    }
  }

  private static void halve(ObjectNode object, String field) {
    JsonNode value = object.get(field);
    if (value != null && value.isTextual() && value.asText().length() >= SMALLEST_TEXT) {
      String text = value.asText();
      int end = text.length() / 2;
      object.put(
          field,
          text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end));
    }
  }

  private static void flag(ObjectNode body, EventFlag flag) {
    JsonNode flags = body.withObject("/log").withArray("/flags");
    Iterator<JsonNode> present = flags.iterator();
    while (present.hasNext()) {
      if (present.next().asText().equals(flag.label())) {
        return;
      }
    }
    body.withObject("/log").withArray("/flags").add(flag.label());
  }

  private ObjectNode tree(LogDocument document) {
    try {
      return (ObjectNode) mapper.readTree(document.body());
    } catch (IOException e) {
      throw new UncheckedIOException("our own JSON can be read", e);
    }
  }

  private byte[] bytes(ObjectNode body) {
    try {
      return mapper.writeValueAsBytes(body);
    } catch (IOException e) {
      throw new UncheckedIOException("a tree can be written", e);
    }
  }
}
