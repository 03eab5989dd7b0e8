package dev.kindling.jobs;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The arguments of a job, {@code --name value} pairs. Read each with a getter, then call {@link
 * #refuseOthers()}: an argument with a typing error must not be ignored.
 */
public final class Arguments {
  private final Map<String, String> values;
  private final Set<String> asked = new TreeSet<>();

  private Arguments(Map<String, String> values) {
    this.values = values;
  }

  /**
   * @throws IllegalArgumentException if these are not pairs, or a name comes twice
   */
  public static Arguments of(String... words) {
    Map<String, String> values = new HashMap<>();
    for (int index = 0; index < words.length; index += 2) {
      String name = words[index];
      if (!name.startsWith("--") || name.length() == 2) {
        throw new IllegalArgumentException(
            "Expected --name value pairs, found \"" + name + "\" where a name should be.");
      }
      if (index + 1 == words.length) {
        throw new IllegalArgumentException("Argument " + name + " has no value.");
      }
      if (values.put(name.substring(2), words[index + 1]) != null) {
        throw new IllegalArgumentException("Argument " + name + " is given twice.");
      }
    }
    return new Arguments(new TreeMap<>(values));
  }

  /** A text; empty if it is not given, or given as an empty text. */
  public Optional<String> text(String name) {
    asked.add(name);
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
  }

  /**
   * A text that must be there.
   *
   * @throws IllegalArgumentException if it is not
   */
  public String required(String name, String meaning) {
    return text(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Argument --" + name + " is missing: " + meaning + "."));
  }

  /**
   * A whole number within bounds, both included.
   *
   * @throws IllegalArgumentException if it is none
   */
  public long integer(String name, long fallback, long least, long most) {
    Optional<String> text = text(name);
    try {
      long value = text.map(Long::parseLong).orElse(fallback);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      // The same message as for one out of bounds.
    }
    throw bad(name, text.orElse(""), "a whole number from " + least + " to " + most);
  }

  /**
   * A number within bounds, both included.
   *
   * @throws IllegalArgumentException if it is none
   */
  public double number(String name, double fallback, double least, double most) {
    Optional<String> text = text(name);
    try {
      double value = text.map(Double::parseDouble).orElse(fallback);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      // The same message as for one out of bounds.
    }
    throw bad(name, text.orElse(""), "a number from " + least + " to " + most);
  }

  /**
   * Ends the reading.
   *
   * @throws IllegalArgumentException if something was given that nobody asked for
   */
  public void refuseOthers() {
    for (String name : values.keySet()) {
      if (!asked.contains(name)) {
        throw new IllegalArgumentException(
            "Unknown argument --"
                + name
                + ": this job knows --"
                + String.join(", --", asked)
                + ".");
      }
    }
  }

  private static IllegalArgumentException bad(String name, String value, String rule) {
    return new IllegalArgumentException(
        "Argument --" + name + " is \"" + value + "\": it must be " + rule + ".");
  }
}
