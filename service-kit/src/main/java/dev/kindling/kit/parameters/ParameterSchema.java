package dev.kindling.kit.parameters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.kit.config.DidYouMean;
import dev.kindling.model.json.Json;
import dev.kindling.model.problem.FieldProblem;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The schema of one job's parameters, compiled. An instance is used by one event loop or under a
 * lock; {@link ParameterSchemas} sees to that.
 */
final class ParameterSchema {
  /** Where parameters stand, in the words of every problem. */
  static final String FIELD = "parameters";

  private static final Set<String> REMARKS = Set.of("$schema", "$id", "title", "description");

  private final JsonNode schema;
  private final Validator validator;
  private final Optional<Predicate<JsonNode>> quick;
  private final boolean allowsAnyObject;

  ParameterSchema(JsonNode schema) {
    this.schema = schema;
    this.allowsAnyObject = allowsAnyObject(schema);
    this.validator = validator(schema);
    this.quick = QuickFit.of(schema);
  }

  static Validator validator(JsonNode schema) {
    JsonSchema compiled = MetaSchema.schema(schema);
    return Validator.create(compiled, MetaSchema.options(MetaSchema.draft(schema)));
  }

  /** Most jobs say nothing about their parameters; a validator takes its time to find that out. */
  private static boolean allowsAnyObject(JsonNode schema) {
    for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
      boolean object =
          keyword.getKey().equals("type") && keyword.getValue().asText().equals("object");
      if (!object && !REMARKS.contains(keyword.getKey())) {
        return false;
      }
    }
    return schema.isObject();
  }

  /** The parameters with the schema's defaults where a value is missing. */
  ObjectNode withDefaults(ObjectNode parameters) {
    ObjectNode filled = parameters.deepCopy();
    fill(filled, schema);
    return filled;
  }

  private static void fill(ObjectNode object, JsonNode schema) {
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      String name = property.getKey();
      JsonNode value = object.get(name);
      if (value == null && property.getValue().has("default")) {
        object.set(name, property.getValue().get("default").deepCopy());
      } else if (value instanceof ObjectNode inner) {
        fill(inner, property.getValue());
      }
    }
  }

  /**
   * One problem for each parameter that does not fit. Throws whatever the library throws where it
   * cannot work with the schema; {@link ParameterSchemas} turns that into an answer.
   */
  List<FieldProblem> problems(ObjectNode parameters) {
    if (allowsAnyObject || quick.filter(fits -> fits.test(parameters)).isPresent()) {
      return List.of();
    }
    OutputUnit result = validator.validate(new JsonObject(Json.text(parameters)));
    if (result.getValid()) {
      return List.of();
    }
    List<FieldProblem> problems = new ArrayList<>();
    for (FieldProblem problem : Findings.of(result).problems(FIELD)) {
      problems.add(named(problem));
    }
    return problems;
  }

  /** A parameter of the top that the job does not know may be a typing error. */
  private FieldProblem named(FieldProblem problem) {
    if (!problem.message().equals("is not known to the schema.")) {
      return problem;
    }
    List<String> known = new ArrayList<>();
    schema.path("properties").fieldNames().forEachRemaining(known::add);
    String name = problem.field().substring(FIELD.length() + 1);
    return new FieldProblem(
        problem.field(), "is not a parameter of the job" + DidYouMean.suggestion(name, known));
  }
}
