package dev.kindling.model.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts a run's parameters in the place of {@code ${param:name}}. */
public final class Templates {
  private static final Pattern PARAMETER = Pattern.compile("\\$\\{param:([A-Za-z0-9_.-]+)}");

  private Templates() {}

  /** The names that a text refers to. */
  public static Set<String> parametersOf(String text) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = PARAMETER.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  /**
   * The spec with every reference replaced. A string parameter stands as it is, any other as its
   * JSON text; a parameter that the run does not have becomes the empty text.
   */
  public static SparkSpec resolve(SparkSpec spec, JsonNode parameters) {
    return new SparkSpec(
        spec.mainClass(),
        spec.appResource(),
        resolve(spec.args(), parameters),
        resolve(spec.properties(), parameters),
        resolve(spec.environment(), parameters));
  }

  private static List<String> resolve(List<String> texts, JsonNode parameters) {
    return texts.stream().map(text -> resolve(text, parameters)).toList();
  }

  private static Map<String, String> resolve(Map<String, String> texts, JsonNode parameters) {
    Map<String, String> resolved = new LinkedHashMap<>();
    texts.forEach((key, text) -> resolved.put(key, resolve(text, parameters)));
    return resolved;
  }

  static String resolve(String text, JsonNode parameters) {
    return PARAMETER
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(value(parameters.path(found.group(1)))));
  }

  private static String value(JsonNode parameter) {
    if (parameter.isMissingNode() || parameter.isNull()) {
      return "";
    }
    return parameter.isValueNode() ? parameter.asText() : parameter.toString();
  }
}
