package dev.kindling.kit.parameters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.job.JobSpec;
import dev.kindling.model.json.Json;
import dev.kindling.model.problem.FieldProblem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterSchemasTest {
  private static final String SCHEMA =
      """
      {"type": "object", "additionalProperties": false, "required": ["input"],
       "properties": {
         "input": {"type": "string", "pattern": "^file:"},
         "top": {"type": "integer", "minimum": 1, "maximum": 100, "default": 10},
         "mode": {"enum": ["fast", "exact"], "default": "fast"},
         "day": {"type": "string", "format": "date"},
         "nested": {"type": "object", "properties": {
            "x": {"$ref": "#/$defs/positive"}, "y": {"type": "boolean", "default": true}}},
         "list": {"type": "array", "items": {"type": "string"}},
         "either": {"oneOf": [{"type": "string"}, {"type": "integer"}]}
       },
       "$defs": {"positive": {"type": "number", "exclusiveMinimum": 0}}}
      """;

  private final ParameterSchemas schemas = new ParameterSchemas();

  @Test
  void checkShouldFillInDefaultsWhereAValueIsMissing() {
    // when
    CheckedParameters filled =
        schemas.check(job(SCHEMA, 1), object("{\"input\": \"file:a\", \"nested\": {}}"));

    // then
    assertThat(fitting(filled))
        .isEqualTo(
            object(
                "{\"input\": \"file:a\", \"nested\": {\"y\": true}, \"top\": 10,"
                    + " \"mode\": \"fast\"}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                                 | parameters/input: is missing.",
        "{\"input\": 5}                     | parameters/input: must be a string.",
        "{\"input\": \"http:a\"}            | parameters/input: does not match the pattern of the schema.",
        "{\"input\": \"file:a\", \"top\": 0}   | parameters/top: does not fit: 0 is less than 1.",
        "{\"input\": \"file:a\", \"top\": 2.5} | parameters/top: must be an integer.",
        "{\"input\": \"file:a\", \"topp\": 2}  | parameters/topp: is not a parameter of the job; did you mean top?",
        "{\"input\": \"file:a\", \"mode\": \"x\"} | parameters/mode: must be one of \"fast\", \"exact\".",
        "{\"input\": \"file:a\", \"day\": \"x\"}  | parameters/day: must have the format \"date\".",
        "{\"input\": \"file:a\", \"nested\": {\"x\": -1}} | parameters/nested/x: does not fit: -1 is less than or equal to 0.",
        "{\"input\": \"file:a\", \"list\": [1]}   | parameters/list/0: must be a string.",
        "{\"input\": \"file:a\", \"either\": true} | parameters/either: must be a string, or must be an integer.",
        "{\"top\": 0, \"mode\": \"x\"}      | parameters/input: is missing.;parameters/mode: must be one of \"fast\", \"exact\".;parameters/top: does not fit: 0 is less than 1.",
      })
  void checkShouldGiveOneProblemForEachParameter(String parameters, String expected) {
    // when
    List<FieldProblem> problems = problems(schemas.check(job(SCHEMA, 1), object(parameters)));

    // then
    assertThat(
            problems.stream()
                .map(problem -> problem.field() + ": " + problem.message())
                .sorted()
                .collect(Collectors.joining(";")))
        .isEqualTo(expected);
  }

  @Test
  void checkShouldTakeAnythingWhenTheJobHasNoSchema() {
    // when
    CheckedParameters filled = schemas.check(job("{}", 1), object("{\"a\": [1, {\"b\": null}]}"));

    // then
    assertThat(fitting(filled)).isEqualTo(object("{\"a\": [1, {\"b\": null}]}"));
  }

  @Test
  void checkShouldUseTheSchemaOfTheRevision() {
    // given
    schemas.check(job("{\"properties\": {\"a\": {\"default\": 1}}}", 1), object("{}"));

    // when
    CheckedParameters filled =
        schemas.check(job("{\"properties\": {\"a\": {\"default\": 2}}}", 2), object("{}"));

    // then
    assertThat(fitting(filled)).isEqualTo(object("{\"a\": 2}"));
  }

  @Test
  void problemsShouldNameFieldsAsJsonPointers() {
    // when
    CheckedParameters checked =
        schemas.check(
            job("{\"properties\": {\"a\": {\"required\": [\"b\"], \"type\": \"object\"}}}", 1),
            object("{\"a\": {}}"));

    // then
    assertThat(problems(checked))
        .containsExactly(new FieldProblem("parameters/a/b", "is missing."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"$schema\": \"https://example.org/my\"}",
        "{\"$ref\": \"#/x\"}",
        "{\"$ref\": \"#\"}",
        "{\"properties\": {\"a\": {\"pattern\": \"(\"}}}",
        "[]"
      })
  void checkShouldSayThatTheSchemaIsUnusableWhenNothingCanBeCheckedByIt(String schema) {
    assertThat(schemas.check(job(schema, 1), object("{\"a\": \"b\"}")))
        .isEqualTo(
            new CheckedParameters.UnusableSchema(
                "The JSON Schema of the job's parameters cannot be used: repair it."));
  }

  @Test
  void checkShouldRefuseWhenParametersAreNoObject() {
    assertThat(problems(schemas.check(job("{}", 1), tree("[1]"))))
        .containsExactly(new FieldProblem("parameters", "must be an object."));
  }

  @Test
  void checkShouldLeaveWhatItWasGivenAsItIs() {
    // given
    ObjectNode given = object("{\"input\": \"file:a\"}");

    // when
    CheckedParameters checked = schemas.check(job(SCHEMA, 1), given);

    // then
    assertThat(fitting(checked)).hasSize(3);
    assertThat(given).isEqualTo(object("{\"input\": \"file:a\"}"));
  }

  private static ObjectNode fitting(CheckedParameters checked) {
    assertThat(checked).isInstanceOf(CheckedParameters.Fit.class);
    return ((CheckedParameters.Fit) checked).parameters();
  }

  private static List<FieldProblem> problems(CheckedParameters checked) {
    assertThat(checked).isInstanceOf(CheckedParameters.Unfit.class);
    return ((CheckedParameters.Unfit) checked).problems();
  }

  private static JobDefinition job(String schema, long revision) {
    JobSpec spec = new JobSpec(null, null, null, null, tree(schema), null, null, null, null);
    return new JobDefinition("a", revision, spec, Instant.EPOCH, null);
  }

  private static ObjectNode object(String json) {
    return (ObjectNode) tree(json);
  }

  private static JsonNode tree(String json) {
    return Json.tree(json.getBytes(StandardCharsets.UTF_8));
  }
}
