package dev.kindling.agent.secret;

import dev.kindling.model.guard.SecretReferences;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The driver's Spark properties, which its command line gave it as system properties, with secrets
 * in their places: a SparkConf that the job makes from now on has them. Spark's own redaction,
 * which guards its UI, its event log and its log lines, is told of their keys.
 */
public final class SecretProperties {
  private static final String REDACTION = "spark.redaction.regex";

  /** The default of 4.0.0 (internal/config/package.scala). */
  private static final String STANDARD_REDACTION = "(?i)secret|password|token|access[.]?key";

  private SecretProperties() {}

  /** Replaces every reference in values of {@code spark.*} properties. */
  public static void resolve(Secrets secrets, Properties properties) throws NoSuchSecret {
    List<String> keys = new ArrayList<>();
    for (String key : new TreeSet<>(properties.stringPropertyNames())) {
      String value = properties.getProperty(key);
      if (key.startsWith("spark.") && SecretReferences.isIn(value)) {
        properties.setProperty(key, secrets.resolve(value));
        keys.add(key);
      }
    }
    if (!keys.isEmpty()) {
      String before = properties.getProperty(REDACTION, STANDARD_REDACTION);
      String more = keys.stream().map(Pattern::quote).collect(Collectors.joining("|"));
      properties.setProperty(REDACTION, "(?:" + before + ")|^(?:" + more + ")$");
    }
  }
}
