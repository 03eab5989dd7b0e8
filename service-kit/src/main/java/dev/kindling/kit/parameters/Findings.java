package dev.kindling.kit.parameters;

import dev.kindling.model.problem.FieldProblem;
import io.vertx.json.schema.OutputUnit;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What vertx-json-schema says of an instance, in the words of one problem per field. Its basic
 * output is a flat list in which every keyword on the way to a failure reports too ("A subschema
 * had errors"); only the leaves say something, so only they are told. What fails under a choice
 * (anyOf, oneOf) is told as one sentence.
 */
final class Findings {
  /** Keywords that only pass on what failed below them. */
  private static final Set<String> CARRIERS =
      Set.of(
          "properties",
          "patternProperties",
          "items",
          "prefixItems",
          "additionalItems",
          "allOf",
          "$ref",
          "$dynamicRef",
          "$recursiveRef",
          "dependentSchemas",
          "then",
          "else",
          "contains",
          "propertyNames");

  private static final Set<String> CHOICES = Set.of("anyOf", "oneOf");
  private static final Pattern MISSING = Pattern.compile("required property \"(.*)\"$");
  private static final int ALTERNATIVES = 4;

  private final List<OutputUnit> units;

  private Findings(List<OutputUnit> units) {
    this.units = units;
  }

  static Findings of(OutputUnit result) {
    return new Findings(result.getErrors() == null ? List.of() : result.getErrors());
  }

  /**
   * One problem for each field that fails.
   *
   * @param prefix where the instance stands in what the client sent
   */
  List<FieldProblem> problems(String prefix) {
    Map<String, String> messages = new LinkedHashMap<>();
    String choice = null;
    String choiceField = null;
    for (OutputUnit unit : units) {
      String keyword = keyword(unit);
      if (choice != null && unit.getKeywordLocation().startsWith(choice + "/")) {
        if (!CARRIERS.contains(keyword) && !CHOICES.contains(keyword)) {
          messages.merge(choiceField, message(unit), Findings::alternative);
        }
        continue;
      }
      choice = null;
      if (CHOICES.contains(keyword)) {
        choice = unit.getKeywordLocation();
        choiceField = field(prefix, unit);
      } else if (!CARRIERS.contains(keyword) && !isEcho(unit, keyword, messages, prefix)) {
        messages.putIfAbsent(field(prefix, unit), message(unit));
      }
    }
    if (messages.isEmpty()) {
      messages.put(prefix, "does not fit its schema");
    }
    return messages.entrySet().stream()
        .map(entry -> new FieldProblem(entry.getKey(), entry.getValue() + "."))
        .toList();
  }

  /**
   * The library reports a declared property that failed a second time, as an additional property
   * (seen in 5.0.8).
   */
  private boolean isEcho(
      OutputUnit unit, String keyword, Map<String, String> messages, String prefix) {
    if (!keyword.equals("additionalProperties") && !keyword.equals("unevaluatedProperties")) {
      return false;
    }
    String at = field(prefix, unit);
    return messages.keySet().stream()
            .anyMatch(field -> field.equals(at) || field.startsWith(at + "/"))
        || units.stream()
            .anyMatch(
                other ->
                    other != unit
                        && other.getKeywordLocation().startsWith(unit.getKeywordLocation() + "/")
                        && other.getInstanceLocation().startsWith(unit.getInstanceLocation()));
  }

  private static String alternative(String before, String next) {
    List<String> parts = new ArrayList<>(List.of(before.split(", or ", -1)));
    if (!parts.contains(next) && parts.size() < ALTERNATIVES) {
      parts.add(next);
    }
    return String.join(", or ", parts);
  }

  private static String field(String prefix, OutputUnit unit) {
    // The library gives a URI fragment (RFC 6901 §6), with everything escaped that a URI escapes.
    String location =
        URLDecoder.decode(
            unit.getInstanceLocation().replaceFirst("^#/?", "").replace("+", "%2B"),
            StandardCharsets.UTF_8);
    String field =
        location.isEmpty() ? prefix : prefix.isEmpty() ? location : prefix + "/" + location;
    Matcher missing = MISSING.matcher(unit.getError());
    return missing.find() ? (field.isEmpty() ? "" : field + "/") + missing.group(1) : field;
  }

  private static String keyword(OutputUnit unit) {
    String location = unit.getKeywordLocation();
    return location.substring(location.lastIndexOf('/') + 1);
  }

  private static String message(OutputUnit unit) {
    String error = unit.getError();
    return switch (keyword(unit)) {
      case "required" -> "is missing";
      case "additionalProperties", "unevaluatedProperties" -> "is not known to the schema";
      case "type" -> "must be " + article(expected(error));
      case "enum" -> "must be one of " + list(error);
      case "const" -> "must be the one value that the schema allows";
      case "pattern" -> "does not match the pattern of the schema";
      case "format" -> "must have the format " + error.replaceFirst(".*format ", "");
      default -> "does not fit: " + error;
    };
  }

  private static String expected(String error) {
    return error.replaceFirst(".*Expected ", "");
  }

  private static String article(String type) {
    return type.matches("[aeio].*") ? "an " + type : "a " + type;
  }

  private static String list(String error) {
    int begin = error.indexOf('[');
    int end = error.lastIndexOf(']');
    return begin < 0 || end < begin
        ? "the values that the schema allows"
        : List.of(error.substring(begin + 1, end).split(",", -1)).stream()
            .collect(Collectors.joining(", "));
  }
}
