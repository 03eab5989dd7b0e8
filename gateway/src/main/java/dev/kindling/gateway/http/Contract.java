package dev.kindling.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.gateway.access.AccessRule;
import dev.kindling.model.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The contract of the API, from {@code openapi.yaml} on the class path. What is published is the
 * whole document. What vertx-openapi 5.0.8 loads has {@code application/problem+json} renamed,
 * since it refuses every media type that is not on its short list (eclipse-vertx/vertx-openapi#107;
 * the registry that mends it comes with 5.1). It gets no security requirements either: who may call
 * what is {@code x-kindling-access}, and {@link RequestGate} sees to it.
 */
public final class Contract {
  private static final String RESOURCE = "/openapi.yaml";

  private static final String SECURITY = "security";

  private final Map<String, Object> document;
  private final JsonNode tree;

  private Contract(Map<String, Object> document) {
    this.document = document;
    this.tree = Json.tree(document);
  }

  /** Reads it; blocking, but only memory and the class path are involved. */
  public static Contract load() {
    try (InputStream resource = Contract.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IllegalStateException(RESOURCE + " is not on the class path");
      }
      Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
      Map<String, Object> document = yaml.load(resource);
      return new Contract(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The whole document as JSON, for publishing. */
  public byte[] published() {
    return Json.bytes(document);
  }

  JsonNode tree() {
    return tree;
  }

  /** The document in the form that vertx-openapi can load. */
  public Future<OpenAPIContract> forRouting(Vertx vertx) {
    return OpenAPIContract.from(vertx, new JsonObject(Json.text(renamed(document))));
  }

  /**
   * The types that the bodies of an operation may have.
   *
   * @return empty for an operation without a body
   */
  Set<String> bodyTypes(String operationId) {
    Set<String> types = new LinkedHashSet<>();
    operation(operationId).at("/requestBody/content").fieldNames().forEachRemaining(types::add);
    return types;
  }

  /** The types that its answers may have where it succeeds. */
  Set<String> answerTypes(String operationId) {
    Set<String> types = new LinkedHashSet<>();
    operation(operationId)
        .path("responses")
        .properties()
        .forEach(
            response -> {
              if (response.getKey().startsWith("2")) {
                response.getValue().path("content").fieldNames().forEachRemaining(types::add);
              }
            });
    return types;
  }

  /** How many bytes a body may have; 0 where the operation reads it as it comes. */
  long mostBytes(String operationId, long otherwise) {
    return operation(operationId).path("x-kindling-body-bytes").asLong(otherwise);
  }

  /** Who may call an operation. */
  AccessRule access(String operationId) {
    return AccessRule.of(operationId, operation(operationId).path("x-kindling-access"));
  }

  private JsonNode operation(String operationId) {
    for (JsonNode path : tree.path("paths")) {
      for (JsonNode operation : path) {
        if (operation.path("operationId").asText().equals(operationId)) {
          return operation;
        }
      }
    }
    throw new IllegalArgumentException("the contract has no operation " + operationId);
  }

  private static boolean isPathOrJson(String key) {
    return key.startsWith("/") || key.equals(Answers.JSON) || key.equals(Answers.PROBLEM);
  }

  private static Object renamed(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach(
          (key, inner) -> {
            boolean unknownType = ((String) key).contains("/") && !isPathOrJson((String) key);
            boolean bodyWithoutJson =
                "requestBody".equals(key) && !((Map<?, ?>) inner).toString().contains(Answers.JSON);
            if (!unknownType && !bodyWithoutJson && !SECURITY.equals(key)) {
              copy.put(Answers.PROBLEM.equals(key) ? Answers.JSON : (String) key, renamed(inner));
            }
          });
      return copy;
    }
    if (value instanceof Collection<?> collection) {
      return collection.stream().map(Contract::renamed).toList();
    }
    return value;
  }
}
