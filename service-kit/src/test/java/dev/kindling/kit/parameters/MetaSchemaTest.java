package dev.kindling.kit.parameters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.json.Json;
import dev.kindling.model.problem.FieldProblem;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetaSchemaTest {
  private static Vertx vertx;
  private static MetaSchema metaSchema;

  @BeforeAll
  static void open() {
    vertx = Vertx.vertx();
    metaSchema = new MetaSchema(vertx);
  }

  @AfterAll
  static void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"type\": \"object\", \"properties\": {\"a\": {\"type\": [\"string\", \"null\"]}}}",
        "{\"properties\": {\"a\": {\"$ref\": \"#/$defs/b\"}}, \"$defs\": {\"b\": {\"const\": 1}}}",
        "{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"required\": [\"a\"]}",
        "{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"minProperties\": 1}",
        "{\"properties\": {\"pattern\": {\"type\": \"string\"}}}",
        "{\"default\": {\"pattern\": \"(\"}}",
        "{\"properties\": {\"a\": {\"$ref\": \"#here\"}}, \"$defs\": {\"b\": {\"$anchor\": \"here\"}}}",
        "{\"properties\": {\"tree\": {\"$ref\": \"#\"}}}",
      })
  void problemsShouldBeNoneForASchema(String schema) {
    assertThat(problems(schema)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\": \"objct\"}                              | parameters/type",
        "{\"properties\": 3}                                | parameters/properties",
        "{\"required\": \"a\"}                              | parameters/required",
        "{\"properties\": {\"a\": {\"minimum\": \"x\"}}}    | parameters/properties/a/minimum",
        "{\"properties\": {\"a\": {\"pattern\": \"(\"}}}    | parameters/properties/a/pattern",
        "{\"patternProperties\": {\"[\": {}}}               | parameters/patternProperties/[",
        "{\"properties\": {\"a\": {\"$ref\": \"#/x\"}}}     | parameters/properties/a/$ref",
        "{\"$ref\": \"https://example.org/schema\"}         | parameters/$ref",
        "{\"properties\": {\"a\": {\"$ref\": \"#/properties/a\"}}} | parameters/properties/a/$ref",
        "{\"$schema\": \"https://example.org/my\"}          | parameters/$schema",
      })
  void problemsShouldNameThePlaceThatIsNoSchema(String schema, String field) {
    // when
    List<FieldProblem> problems = problems(schema);

    // then
    assertThat(problems).extracting(FieldProblem::field).containsExactly(field);
    assertThat(problems.get(0).message()).endsWith(".").doesNotContain("subschema");
  }

  private static List<FieldProblem> problems(String schema) {
    return metaSchema.problems(Json.tree(schema.getBytes(StandardCharsets.UTF_8)), "parameters");
  }
}
