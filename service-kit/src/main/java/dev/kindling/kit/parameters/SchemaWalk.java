package dev.kindling.kit.parameters;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.model.problem.FieldProblem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Finds in a schema what the library would find only when a value meets it, as an exception:
 * patterns that are none, and references that lead nowhere or in a circle.
 */
final class SchemaWalk {
  /** What stands below these is data, not schema. */
  private static final Set<String> DATA = Set.of("default", "const", "enum", "examples", "example");

  /** What stands directly below these is a name, not a keyword. */
  private static final Set<String> NAMED =
      Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas");

  private final JsonNode root;
  private final Set<String> anchors = new HashSet<>();
  private final List<FieldProblem> problems = new ArrayList<>();

  private SchemaWalk(JsonNode root) {
    this.root = root;
    root.findValuesAsText("$anchor").forEach(anchors::add);
  }

  static List<FieldProblem> problems(JsonNode schema, String field) {
    SchemaWalk walk = new SchemaWalk(schema);
    walk.schema(schema, field);
    return walk.problems;
  }

  private void schema(JsonNode schema, String field) {
    if (schema.isArray()) {
      for (int i = 0; i < schema.size(); i++) {
        schema(schema.get(i), field + "/" + i);
      }
    }
    for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
      String at = field + "/" + keyword.getKey();
      JsonNode value = keyword.getValue();
      if (keyword.getKey().equals("pattern") && value.isTextual()) {
        pattern(value.asText(), at);
      } else if (keyword.getKey().equals("$ref") && value.isTextual()) {
        reference(value.asText(), at);
      } else if (NAMED.contains(keyword.getKey())) {
        for (Map.Entry<String, JsonNode> named : value.properties()) {
          String name = at + "/" + FieldProblem.step(named.getKey());
          if (keyword.getKey().equals("patternProperties")) {
            pattern(named.getKey(), name);
          }
          schema(named.getValue(), name);
        }
      } else if (!DATA.contains(keyword.getKey())) {
        schema(value, at);
      }
    }
  }

  private void pattern(String regex, String field) {
    try {
      Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      add(field, "is not a regular expression: " + e.getDescription() + ".");
    }
  }

  private void reference(String reference, String field) {
    Set<String> seen = new HashSet<>();
    String next = reference;
    while (next != null) {
      if (!seen.add(next)) {
        add(field, "leads in a circle: no value could ever be checked by it.");
        return;
      }
      if (next.startsWith("#") && anchors.contains(next.substring(1))) {
        return;
      }
      JsonNode target = target(next);
      if (target.isMissingNode()) {
        add(field, "must lead to a place in this schema, such as #/$defs/name; it does not.");
        return;
      }
      next = target.path("$ref").isTextual() ? target.get("$ref").asText() : null;
    }
  }

  private JsonNode target(String reference) {
    if (reference.equals("#")) {
      return root;
    }
    return reference.startsWith("#/")
        ? root.at(JsonPointer.compile(reference.substring(1)))
        : root.path("");
  }

  private void add(String field, String message) {
    problems.add(new FieldProblem(field, message));
  }
}
