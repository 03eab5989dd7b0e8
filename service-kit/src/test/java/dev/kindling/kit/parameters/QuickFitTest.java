package dev.kindling.kit.parameters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.model.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Validator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class QuickFitTest {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<String> NAMES = List.of("a", "b", "c");
  private static final List<String> TEXTS =
      List.of("", "a", "abc", "2026-11-21", "\uD83C\uDF89\uD83C\uDF89");

  /** The rule that the whole class stands on. */
  @Test
  void yesShouldBeTheLibrarysYesWhateverSchemaAndValue() {
    int fits = 0;
    int quick = 0;
    for (int seed = 0; seed < 4_000; seed++) {
      Random random = new Random(seed);
      ObjectNode schema = objectSchema(random, 2);
      Optional<Predicate<JsonNode>> predicate = QuickFit.of(schema);
      assertThat(predicate).as(schema.toString()).isPresent();
      Validator library = ParameterSchema.validator(schema);
      for (int i = 0; i < 5; i++) {
        ObjectNode value = object(random, 2);
        boolean says = library.validate(new JsonObject(Json.text(value))).getValid();
        boolean said = predicate.get().test(value);
        if (said) {
          assertThat(says).as("seed %d: %s by %s", seed, value, schema).isTrue();
        }
        fits += says ? 1 : 0;
        quick += said ? 1 : 0;
      }
    }
    // And it must say yes nearly always where it may, or it is of no use.
    assertThat(fits).isGreaterThan(2_000);
    assertThat(quick).isGreaterThan(fits * 95 / 100);
  }

  @Test
  void schemaWithAnUnknownKeywordShouldBeLeftToTheLibrary() {
    assertThat(QuickFit.of(json("{\"properties\": {\"a\": {\"format\": \"date\"}}}"))).isEmpty();
    assertThat(QuickFit.of(json("{\"oneOf\": [{}]}"))).isEmpty();
    assertThat(QuickFit.of(json("{\"$ref\": \"#/x\"}"))).isEmpty();
    assertThat(QuickFit.of(json("{\"pattern\": \"(\"}"))).isEmpty();
    String draft7 = "{\"$schema\": \"http://json-schema.org/draft-07/schema#\", ";
    assertThat(QuickFit.of(json(draft7 + "\"items\": [{\"type\": \"integer\"}]}"))).isEmpty();
    assertThat(QuickFit.of(json("{\"minItems\": 2.0}"))).isEmpty();
    assertThat(QuickFit.of(json("{\"minLength\": 4294967296}"))).isEmpty();
    assertThat(QuickFit.of(json("{\"maximum\": 1e400}"))).isEmpty();
    assertThat(QuickFit.of(json("{\"exclusiveMinimum\": 9007199254740992}"))).isEmpty();
    assertThat(QuickFit.of(json("{\"$schema\": \"http://json-schema.org/draft-04/schema#\"}")))
        .isEmpty();
  }

  @Test
  void numberThatADoubleDoesNotHoldShouldBeLeftToTheLibrary() {
    Predicate<JsonNode> fits = QuickFit.of(json("{\"minimum\": 1}")).orElseThrow();
    assertThat(fits.test(json("5"))).isTrue();
    assertThat(fits.test(json("9007199254740993"))).isFalse();
    assertThat(fits.test(json("1e400"))).isFalse();
  }

  private static JsonNode json(String text) {
    return Json.tree(text.getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectNode objectSchema(Random random, int depth) {
    ObjectNode schema = JSON.objectNode().put("type", "object");
    ObjectNode properties = JSON.objectNode();
    for (String name : NAMES) {
      if (random.nextInt(3) > 0) {
        properties.set(name, schema(random, depth - 1));
      }
    }
    schema.set("properties", properties);
    if (random.nextBoolean()) {
      schema.putArray("required").add(pick(random, NAMES));
    }
    switch (random.nextInt(4)) {
      case 0 -> schema.put("additionalProperties", false);
      case 1 -> schema.set("additionalProperties", schema(random, depth - 1));
      default -> {
        // Anything goes.
      }
    }
    return schema;
  }

  private static JsonNode schema(Random random, int depth) {
    ObjectNode schema = JSON.objectNode();
    switch (random.nextInt(depth > 0 ? 9 : 7)) {
      case 0 -> schema.put("type", "string").put("minLength", random.nextInt(4));
      case 1 -> schema.put("type", "string").put("maxLength", random.nextInt(6));
      case 2 -> schema.put("pattern", pick(random, List.of("^a", "[0-9]{4}-", "c$", "")));
      case 3 ->
          schema
              .put("type", pick(random, List.of("integer", "number")))
              .put(pick(random, List.of("minimum", "exclusiveMinimum")), random.nextInt(5))
              .put(pick(random, List.of("maximum", "exclusiveMaximum")), random.nextInt(9) + 0.5);
      case 4 -> schema.putArray("enum").add("a").add(1).add(true).addNull();
      case 5 -> {
        ArrayNode types = schema.putArray("type");
        types.add("null").add(pick(random, List.of("boolean", "integer", "string", "array")));
      }
      case 6 -> schema.set("const", value(random, 0));
      case 7 -> {
        schema.put("type", "array").put("minItems", random.nextInt(2)).put("maxItems", 2);
        schema.set("items", schema(random, depth - 1));
      }
      default -> {
        return objectSchema(random, depth);
      }
    }
    return schema;
  }

  private static ObjectNode object(Random random, int depth) {
    ObjectNode object = JSON.objectNode();
    for (String name : List.of("a", "b", "c", "d")) {
      if (random.nextInt(3) > 0) {
        object.set(name, value(random, depth - 1));
      }
    }
    return object;
  }

  private static JsonNode value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 6)) {
      case 0, 1 -> JSON.textNode(pick(random, TEXTS));
      case 2 -> JSON.numberNode(random.nextInt(8));
      case 3 -> JSON.numberNode(random.nextInt(16) / 2.0);
      case 4 -> JSON.booleanNode(random.nextBoolean());
      case 5 -> JSON.nullNode();
      case 6 -> JSON.arrayNode().add(value(random, depth - 1)).add(value(random, depth - 1));
      default -> object(random, depth);
    };
  }

  private static <T> T pick(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
