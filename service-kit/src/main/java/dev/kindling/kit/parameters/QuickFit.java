package dev.kindling.kit.parameters;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.json.schema.Draft;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A schema made into code, for the question that is asked most: do these parameters fit. Where it
 * says yes, the library says yes, which a test with random schemas and values holds it to; where it
 * says no, the library has the last word, and the words. Of a schema with a keyword that is not
 * known here there is none. Immutable; thread-safe.
 */
final class QuickFit {
  /** Words of a schema that say nothing about what fits. */
  private static final Set<String> REMARKS =
      Set.of("$schema", "title", "description", "default", "examples", "$comment");

  /** Draft 4 has the exclusive bounds as booleans. */
  private static final Set<Draft> DRAFTS =
      Set.of(Draft.DRAFT7, Draft.DRAFT201909, Draft.DRAFT202012);

  private static final double MOST_EXACT = 1L << 53;

  private QuickFit() {}

  /** What says whether a value fits; empty if nobody here can. */
  static Optional<Predicate<JsonNode>> of(JsonNode schema) {
    try {
      return DRAFTS.contains(MetaSchema.draft(schema))
          ? Optional.of(all(schema))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      // A keyword, a draft or a pattern that is not known here.
      return Optional.empty();
    }
  }

  private static Predicate<JsonNode> all(JsonNode schema) {
    if (schema.isBoolean()) {
      boolean fits = schema.asBoolean();
      return value -> fits;
    }
    if (!schema.isObject()) {
      // As the items of a tuple in the older drafts.
      throw new IllegalArgumentException("no schema");
    }
    List<Predicate<JsonNode>> rules = new ArrayList<>();
    for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
      if (!REMARKS.contains(keyword.getKey())) {
        rules.add(rule(keyword.getKey(), keyword.getValue(), schema));
      }
    }
    return value -> {
      for (Predicate<JsonNode> rule : rules) {
        if (!rule.test(value)) {
          return false;
        }
      }
      return true;
    };
  }

  private static Predicate<JsonNode> rule(String keyword, JsonNode says, JsonNode schema) {
    return switch (keyword) {
      case "type" -> types(says);
      case "properties" -> properties(says);
      case "required" -> required(says);
      case "additionalProperties" -> others(all(says), schema.path("properties"));
      case "items" -> items(all(says));
      case "minItems", "maxItems", "minLength", "maxLength" -> size(keyword, says);
      case "pattern" -> pattern(Pattern.compile(says.asText()));
      case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" -> bound(keyword, says);
      case "const" -> says::equals;
      case "enum" -> oneOf(says);
      default -> throw new IllegalArgumentException(keyword);
    };
  }

  private static Predicate<JsonNode> types(JsonNode says) {
    List<Predicate<JsonNode>> any = new ArrayList<>();
    if (says.isArray()) {
      says.forEach(one -> any.add(type(one.asText())));
    } else {
      any.add(type(says.asText()));
    }
    return any.stream().reduce(value -> false, Predicate::or);
  }

  /** Whether 1.0 is an integer is left to the library. */
  private static Predicate<JsonNode> type(String name) {
    return switch (name) {
      case "object" -> JsonNode::isObject;
      case "array" -> JsonNode::isArray;
      case "string" -> JsonNode::isTextual;
      case "integer" -> JsonNode::isIntegralNumber;
      case "number" -> JsonNode::isNumber;
      case "boolean" -> JsonNode::isBoolean;
      case "null" -> JsonNode::isNull;
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Predicate<JsonNode> properties(JsonNode says) {
    Map<String, Predicate<JsonNode>> each = new HashMap<>();
    says.properties().forEach(one -> each.put(one.getKey(), all(one.getValue())));
    return value -> {
      for (Map.Entry<String, Predicate<JsonNode>> one : each.entrySet()) {
        JsonNode has = value.get(one.getKey());
        if (has != null && !one.getValue().test(has)) {
          return false;
        }
      }
      return true;
    };
  }

  private static Predicate<JsonNode> required(JsonNode says) {
    List<String> names = new ArrayList<>();
    says.forEach(name -> names.add(name.asText()));
    return value -> !value.isObject() || hasAll(value, names);
  }

  private static boolean hasAll(JsonNode value, List<String> names) {
    for (String name : names) {
      if (!value.has(name)) {
        return false;
      }
    }
    return true;
  }

  private static Predicate<JsonNode> others(Predicate<JsonNode> fits, JsonNode properties) {
    Set<String> known = new HashSet<>();
    properties.fieldNames().forEachRemaining(known::add);
    return value -> {
      for (Map.Entry<String, JsonNode> one : value.properties()) {
        if (!known.contains(one.getKey()) && !fits.test(one.getValue())) {
          return false;
        }
      }
      return true;
    };
  }

  private static Predicate<JsonNode> items(Predicate<JsonNode> fits) {
    return value -> {
      if (value.isArray()) {
        for (JsonNode one : value) {
          if (!fits.test(one)) {
            return false;
          }
        }
      }
      return true;
    };
  }

  /** A pattern that takes its time takes the library's, too. */
  private static Predicate<JsonNode> pattern(Pattern pattern) {
    return value -> !value.isTextual() || pattern.matcher(value.asText()).find();
  }

  private static Predicate<JsonNode> oneOf(JsonNode says) {
    Set<JsonNode> words = new HashSet<>();
    says.forEach(words::add);
    return words::contains;
  }

  /** In code points, of which there are never more than units. */
  private static int shortest(JsonNode value) {
    String text = value.asText();
    return text.codePointCount(0, text.length());
  }

  private static int longest(JsonNode value) {
    return value.asText().length();
  }

  private static Predicate<JsonNode> size(String keyword, JsonNode says) {
    if (!says.isInt() || says.asInt() < 0) {
      throw new IllegalArgumentException(keyword);
    }
    int size = says.asInt();
    return switch (keyword) {
      case "minItems" -> value -> !value.isArray() || value.size() >= size;
      case "maxItems" -> value -> !value.isArray() || value.size() <= size;
      case "minLength" -> value -> !value.isTextual() || shortest(value) >= size;
      default -> value -> !value.isTextual() || longest(value) <= size;
    };
  }

  private static Predicate<JsonNode> bound(String keyword, JsonNode says) {
    if (!isExact(says)) {
      throw new IllegalArgumentException(keyword);
    }
    double bound = says.asDouble();
    Predicate<JsonNode> within =
        switch (keyword) {
          case "minimum" -> value -> value.asDouble() >= bound;
          case "maximum" -> value -> value.asDouble() <= bound;
          case "exclusiveMinimum" -> value -> value.asDouble() > bound;
          default -> value -> value.asDouble() < bound;
        };
    return value -> !value.isNumber() || (isExact(value) && within.test(value));
  }

  /** Whether a double holds the whole of a number; of others the library may think otherwise. */
  private static boolean isExact(JsonNode number) {
    return number.isNumber() && Math.abs(number.asDouble()) < MOST_EXACT;
  }
}
