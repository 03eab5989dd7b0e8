package dev.kindling.model.guard;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * References to secrets, {@code ${secret:name}}. Only the guard inside the driver puts the secret
 * in their place: Kafka, command lines, logs and the API see the reference.
 */
public final class SecretReferences {
  /** The name is that of a file and of an environment variable, so it has no path in it. */
  public static final Pattern FORM =
      Pattern.compile("\\$\\{secret:([A-Za-z0-9][A-Za-z0-9_.-]{0,99})}");

  private static final String BEGIN = "${secret:";

  private SecretReferences() {}

  /** The names that a text refers to. */
  public static Set<String> namesIn(String text) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = FORM.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  /** Whether there is something in the text that is, or was meant as, a reference. */
  public static boolean isIn(String text) {
    return text.contains(BEGIN);
  }

  /** The environment variable in which a secret of this name is looked for. */
  public static String variableOf(String name) {
    return GuardProtocol.ENV_SECRET_PREFIX
        + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** How many of them there are. */
  public static int countIn(String text) {
    int count = 0;
    for (int at = text.indexOf(BEGIN); at >= 0; at = text.indexOf(BEGIN, at + 1)) {
      count++;
    }
    return count;
  }

  /** Whether every beginning of a reference in the text is one. */
  public static boolean areWellFormedIn(String text) {
    return !FORM.matcher(text).replaceAll("").contains(BEGIN);
  }
}
