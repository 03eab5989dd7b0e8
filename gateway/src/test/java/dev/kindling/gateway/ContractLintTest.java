package dev.kindling.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.gateway.http.Contract;
import dev.kindling.model.json.Json;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What is asked of the contract beyond being valid: that people can read it, that nothing in it is
 * left over, and that it takes nothing away from clients that there are.
 */
class ContractLintTest {
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "patch", "delete", "head", "options");

  private final JsonNode contract = Json.tree(Contract.load().published());
  private final List<String> findings = new ArrayList<>();

  @Test
  void contractShouldBeReadable() {
    Set<String> tags = new HashSet<>(contract.path("tags").findValuesAsText("name"));
    Set<String> ids = new HashSet<>();
    eachOperation(
        contract,
        (where, operation) -> {
          expect(operation.path("summary").asText().length() > 3, where + " has no summary");
          expect(
              !operation.path("summary").asText().endsWith("."),
              where + " ends its summary with a full stop");
          expect(ids.add(operation.path("operationId").asText()), where + " has a second one's id");
          expect(operation.path("tags").size() == 1, where + " has not one tag");
          operation
              .path("tags")
              .forEach(tag -> expect(tags.contains(tag.asText()), where + " has no such tag"));
          expect(
              operation.path("x-kindling-access").path("role").isTextual(),
              where + " does not say who may call it");
          expect(hasSuccess(operation), where + " has no answer that is a success");
          for (String status : List.of("401", "403", "406", "429")) {
            expect(operation.path("responses").has(status), where + " has no " + status);
          }
          body(where, operation);
        });
    references(contract, "");
    assertThat(findings).isEmpty();
  }

  private static boolean hasSuccess(JsonNode operation) {
    List<String> statuses = new ArrayList<>();
    operation.path("responses").fieldNames().forEachRemaining(statuses::add);
    return statuses.stream().anyMatch(status -> status.startsWith("2"));
  }

  private void body(String where, JsonNode operation) {
    JsonNode json = operation.at("/requestBody/content/application~1json");
    boolean described = json.path("schema").has("$ref") || json.path("schema").has("properties");
    expect(
        !described
            || json.has("example")
            || operation.path("operationId").asText().startsWith("patch"),
        where + " has a body without an example");
  }

  @Test
  void everythingInItShouldBeUsed() {
    // given
    Set<String> used = new HashSet<>(contract.findValuesAsText("$ref"));
    contract.findValues("$ref").forEach(one -> used.add(one.asText()));
    allReferences(contract, used);

    // then
    contract
        .path("components")
        .properties()
        .forEach(
            kind -> {
              if (!kind.getKey().equals("securitySchemes")) {
                kind.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        name ->
                            expect(
                                used.contains("#/components/" + kind.getKey() + "/" + name),
                                kind.getKey() + "/" + name + " is used by nobody"));
              }
            });
    assertThat(findings).isEmpty();
  }

  /** Taken from answers; they are held to the schemas as answers are. */
  @Test
  void everyAnswerInJsonShouldHaveAnExampleThatFits() {
    // given
    Vertx vertx = Vertx.vertx();
    OpenAPIContract routed = ApiFixture.await(Contract.load().forRouting(vertx));
    ResponseValidator validator = ResponseValidator.create(vertx, routed);

    // then
    eachOperation(
        contract,
        (where, operation) ->
            operation
                .path("responses")
                .properties()
                .forEach(
                    response ->
                        example(
                            where, operation, response.getKey(), response.getValue(), validator)));
    assertThat(findings).isEmpty();
    ApiFixture.await(vertx.close());
  }

  private void example(
      String where,
      JsonNode operation,
      String status,
      JsonNode response,
      ResponseValidator validator) {
    JsonNode whole =
        response.has("$ref") ? contract.at(response.path("$ref").asText().substring(1)) : response;
    String id = operation.path("operationId").asText();
    for (String type : List.of("application/json", "application/problem+json")) {
      JsonNode content = whole.path("content").path(type);
      if (content.isMissingNode() || id.equals("getContract")) {
        continue;
      }
      expect(content.has("example"), where + " has no example of " + status);
      ValidatableResponse answer =
          ValidatableResponse.create(
              Integer.parseInt(status),
              Buffer.buffer(Json.bytes(content.path("example"))),
              "application/json");
      try {
        ApiFixture.await(validator.validate(answer, id));
      } catch (AssertionError e) {
        findings.add(where + ", " + status + ": " + e.getCause());
      }
    }
  }

  /**
   * The contract as clients know it is in the test resources. An operation, a parameter, a field or
   * a word of it that is gone, or something that must be given now, breaks clients, and so the
   * build. Whoever means to break them changes that file, and says so in the changelog.
   */
  @Test
  void nothingThatClientsRelyOnShouldBeGone() throws IOException {
    // given
    JsonNode known;
    try (InputStream in = getClass().getResourceAsStream("/contract-as-clients-know-it.json")) {
      known = Json.tree(in.readAllBytes());
    }

    // when
    eachOperation(
        known,
        (where, before) -> {
          JsonNode now = operation(where);
          expect(!now.isMissingNode(), where + " is gone");
          if (!now.isMissingNode()) {
            parameters(where, before, now);
            before
                .path("responses")
                .fieldNames()
                .forEachRemaining(
                    status ->
                        expect(
                            now.path("responses").has(status) || !status.startsWith("2"),
                            where + " answers " + status + " no more"));
          }
        });
    known
        .at("/components/schemas")
        .properties()
        .forEach(
            schema ->
                schema(
                    schema.getKey(),
                    schema.getValue(),
                    contract.at("/components/schemas/" + schema.getKey())));

    // then
    assertThat(findings).isEmpty();
  }

  @Test
  void comparisonShouldSeeWhatIsTakenAway() {
    // given a contract of which an operation's field is gone, and one is asked for now
    JsonNode before =
        Json.tree(
            """
        {"type": "object", "properties": {"a": {"type": "string", "enum": ["x", "y"]}, "b": {}}}
        """
                .getBytes(StandardCharsets.UTF_8));
    JsonNode now =
        Json.tree(
            """
        {"type": "object", "required": ["c"], "properties": {"a": {"type": "string", "enum": ["x"]}, "c": {}}}
        """
                .getBytes(StandardCharsets.UTF_8));

    // when
    schema("Thing", before, now);

    // then
    assertThat(findings)
        .containsExactlyInAnyOrder(
            "Thing/b is gone", "Thing/c must be given now", "Thing/a does not know \"y\" any more");
  }

  private void parameters(String where, JsonNode before, JsonNode now) {
    Set<String> names = new TreeSet<>();
    now.path("parameters").forEach(one -> names.add(resolved(contract, one).path("name").asText()));
    before
        .path("parameters")
        .forEach(
            one ->
                expect(
                    names.contains(one.path("name").asText()),
                    where + " has no parameter " + one.path("name").asText() + " any more"));
  }

  private void schema(String where, JsonNode before, JsonNode now) {
    before
        .path("properties")
        .properties()
        .forEach(
            property -> {
              JsonNode there = now.path("properties").path(property.getKey());
              String field = where + "/" + property.getKey();
              expect(!there.isMissingNode(), field + " is gone");
              if (!there.isMissingNode()) {
                schema(field, property.getValue(), there);
              }
            });
    now.path("required")
        .forEach(
            one ->
                expect(
                    !before.path("type").asText().equals("object")
                        || contains(before.path("required"), one)
                        || before.path("properties").isMissingNode()
                        || isOnlyInAnswers(where),
                    where + "/" + one.asText() + " must be given now"));
    before
        .path("enum")
        .forEach(
            word ->
                expect(
                    contains(now.path("enum"), word),
                    where + " does not know " + word + " any more"));
  }

  /** What is new in an answer breaks nobody. */
  private static boolean isOnlyInAnswers(String where) {
    return !where.startsWith("Thing")
        && !where.contains("Spec")
        && !where.contains("Order")
        && !where.startsWith("StartRun")
        && !where.startsWith("CancelRun");
  }

  private static boolean contains(JsonNode array, JsonNode one) {
    for (JsonNode each : array) {
      if (each.equals(one)) {
        return true;
      }
    }
    return false;
  }

  private JsonNode operation(String where) {
    String[] parts = where.split(" ", 2);
    return contract.path("paths").path(parts[1]).path(parts[0]);
  }

  private static JsonNode resolved(JsonNode document, JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
  }

  private void references(JsonNode node, String where) {
    if (node.path("$ref").isTextual()) {
      String reference = node.path("$ref").asText();
      expect(
          !contract.at(reference.substring(1)).isMissingNode(),
          where + " refers to " + reference + ", which is not there");
    }
    node.properties().forEach(field -> references(field.getValue(), where + "/" + field.getKey()));
    if (node.isArray()) {
      node.forEach(element -> references(element, where));
    }
  }

  private static void allReferences(JsonNode node, Set<String> found) {
    if (node.path("$ref").isTextual()) {
      found.add(node.path("$ref").asText());
    }
    node.forEach(inner -> allReferences(inner, found));
  }

  private interface Visitor {
    void visit(String where, JsonNode operation);
  }

  private static void eachOperation(JsonNode document, Visitor visitor) {
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method -> {
                          if (METHODS.contains(method.getKey())) {
                            visitor.visit(method.getKey() + " " + path.getKey(), method.getValue());
                          }
                        }));
  }

  private void expect(boolean condition, String finding) {
    if (!condition) {
      findings.add(finding);
    }
  }
}
