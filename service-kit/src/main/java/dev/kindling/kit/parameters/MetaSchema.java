package dev.kindling.kit.parameters;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.model.json.Json;
import dev.kindling.model.problem.FieldProblem;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Says whether a JSON object is a JSON Schema that we can validate with. Blocking; the first use of
 * a draft loads its meta schema. Thread-safe.
 */
public final class MetaSchema {
  private final Vertx vertx;
  private final Map<Draft, Validator> validators = new EnumMap<>(Draft.class);

  public MetaSchema(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * Everything that is wrong with a schema.
   *
   * @param schema an object
   * @param field where the schema stands in what the client sent
   */
  public synchronized List<FieldProblem> problems(JsonNode schema, String field) {
    Draft draft;
    try {
      draft = draft(schema);
    } catch (IllegalArgumentException e) {
      return List.of(
          new FieldProblem(
              field + "/$schema", "must be the URL of draft 2020-12, 2019-09, 7 or 4."));
    }
    List<FieldProblem> problems = new ArrayList<>(SchemaWalk.problems(schema, field));
    Validator meta = validators.computeIfAbsent(draft, this::validator);
    OutputUnit result = meta.validate(new JsonObject(Json.text(schema)));
    if (!result.getValid()) {
      Findings.of(result).problems(field).stream()
          .filter(found -> problems.stream().noneMatch(p -> p.field().equals(found.field())))
          .forEach(problems::add);
    }
    return problems;
  }

  /** The draft that a schema speaks of itself; 2020-12 where it says nothing. */
  static Draft draft(JsonNode schema) {
    if (!schema.has("$schema")) {
      return Draft.DRAFT202012;
    }
    String identifier = schema.get("$schema").asText().replaceAll("#$", "");
    for (Draft draft : Draft.values()) {
      if (draft.getIdentifier().replaceAll("#$", "").equals(identifier)) {
        return draft;
      }
    }
    throw new IllegalArgumentException("unknown draft");
  }

  static JsonSchemaOptions options(Draft draft) {
    return new JsonSchemaOptions()
        .setBaseUri("urn:kindling:parameters")
        .setDraft(draft)
        .setOutputFormat(OutputFormat.Basic);
  }

  private Validator validator(Draft draft) {
    return SchemaRepository.create(options(draft))
        .preloadMetaSchema(vertx.fileSystem(), draft)
        .validator(draft.getIdentifier());
  }

  static JsonSchema schema(JsonNode schema) {
    return JsonSchema.of(new JsonObject(Json.text(schema)));
  }
}
