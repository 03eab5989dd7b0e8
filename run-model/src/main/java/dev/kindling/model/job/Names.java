package dev.kindling.model.job;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The rule for names of jobs, schedules, triggers and pools: they stand in URLs, in Kafka keys and
 * on command lines, so they are plain.
 */
public final class Names {
  public static final Pattern PATTERN = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,98}[a-z0-9])?");

  private Names() {}

  /** What is wrong with a name, as the end of a sentence; empty if nothing is. */
  public static Optional<String> problem(String name) {
    if (name != null && PATTERN.matcher(name).matches()) {
      return Optional.empty();
    }
    return Optional.of(
        "must be 1 to 100 lower-case letters, digits, dots, dashes and underscores, and begin and"
            + " end with a letter or digit");
  }
}
