package dev.kindling.model.job;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the administrator says about Spark properties, for every job.
 *
 * @param forced set whatever a job says; never null
 * @param forbidden keys that no job may set; one that ends in {@code *} covers all that begin so;
 *     never null
 */
public record PropertyRules(Map<String, String> forced, List<String> forbidden) {
  /** Jobs may set what they like. */
  public static final PropertyRules NONE = new PropertyRules(Map.of(), List.of());

  public PropertyRules {
    forced = Map.copyOf(forced);
    forbidden = List.copyOf(forbidden);
  }

  /** The first property of a job that it may not set, if there is one. */
  public Optional<String> violation(SparkSpec spark) {
    return spark.properties().keySet().stream().filter(this::isForbidden).sorted().findFirst();
  }

  private boolean isForbidden(String key) {
    return forbidden.stream()
        .anyMatch(
            rule ->
                rule.endsWith("*")
                    ? key.startsWith(rule.substring(0, rule.length() - 1))
                    : key.equals(rule));
  }
}
