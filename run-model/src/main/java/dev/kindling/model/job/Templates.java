package dev.kindling.model.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.model.guard.SecretReferences;
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
   *
   * @throws IllegalArgumentException if a parameter brings in a reference to a secret: whoever may
   *     run a job may not choose which secrets it reads
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
    String resolved =
        PARAMETER
            .matcher(text)
            .replaceAll(found -> Matcher.quoteReplacement(value(parameters.path(found.group(1)))));
    // Counted in the whole text: two parameters could bring in a half each.
    if (SecretReferences.countIn(resolved) > SecretReferences.countIn(text)) {
      throw new IllegalArgumentException(
          "A parameter of this run brings in a reference to a secret; only the job itself may refer"
              + " to secrets.");
    }
    return resolved;
  }

  private static String value(JsonNode parameter) {
    if (parameter.isMissingNode() || parameter.isNull()) {
      return "";
    }
    return parameter.isValueNode() ? parameter.asText() : parameter.toString();
  }
}
