package dev.kindling.gateway.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.model.json.Json;
import java.io.IOException;

/**
 * Reads bodies strictly: one JSON object, no field twice, nothing after it. What is wrong is told
 * with its place, never with the text itself, which may hold a secret.
 */
public final class JsonBody {
  private static final ObjectReader STRICT =
      Json.mapper()
          .reader()
          .forType(JsonNode.class)
          .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private JsonBody() {}

  /**
   * A body that must be there.
   *
   * @throws dev.kindling.gateway.problem.ProblemException of 422 if it is none, or no such object
   */
  public static ObjectNode required(byte[] bytes) {
    if (bytes.length == 0) {
      throw Problems.invalid("", "The body is missing: send a JSON object.");
    }
    return object(bytes);
  }

  static ObjectNode optional(byte[] bytes) {
    return bytes.length == 0 ? JsonNodeFactory.instance.objectNode() : object(bytes);
  }

  private static ObjectNode object(byte[] bytes) {
    JsonNode document;
    try {
      document = STRICT.readValue(bytes);
    } catch (JsonProcessingException e) {
      throw Problems.invalid("", "The body is not valid JSON" + place(e.getLocation()) + reason(e));
    } catch (IOException e) {
      throw Problems.invalid("", "The body is not text in UTF-8.");
    }
    if (document instanceof ObjectNode object) {
      return object;
    }
    throw Problems.invalid("", "The body must be a JSON object.");
  }

  private static String place(JsonLocation location) {
    return location == null
        ? ""
        : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  private static String reason(JsonProcessingException failure) {
    String message = failure.getOriginalMessage();
    if (message != null && message.startsWith("Duplicate field")) {
      return ": a field stands there twice.";
    }
    if (message != null && message.contains("nesting depth")) {
      return ": it is nested too deeply.";
    }
    return ".";
  }
}
