package dev.kindling.kit.log.parse;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hides secrets in a command line before it leaves the machine. The worker redacts by its own rule
 * ({@code spark.redaction.regex}), which knows no {@code pass} or {@code credential} and never
 * looks at the program's arguments; this comes on top. Pure.
 */
public final class SecretRedactor {
  private static final String HIDDEN = "*********(redacted)";
  private static final String NAMES =
      "secret|passw|passphrase|token|access[._-]?key|api[._-]?key|private[._-]?key|credential|"
          + "authorization";
  private static final String WORDS = "(?:" + NAMES + "|pass(?=[\"=\\s]))";

  /** {@code name=value} where the name sounds secret, in quotes: the value goes. */
  private static final Pattern NAMED =
      Pattern.compile("(?i)(\"[^\"=]*" + WORDS + "[^\"=]*=)[^\"]*(\")");

  /** {@code name=value} where the value speaks of a secret, as {@code -Djdbc.url=…?password=x}. */
  private static final Pattern IN_VALUE =
      Pattern.compile("(?i)(\"-D[^\"=]*=)[^\"]*" + WORDS + "[^\"]*(\")");

  /** {@code "--password" "value"}: the next argument goes. */
  private static final Pattern NEXT =
      Pattern.compile("(?i)(\"--?[^\"=\\s]*" + WORDS + "[^\"=\\s]*\" \")[^\"]*(\")");

  /** {@code scheme://user:password@host}. */
  private static final Pattern USER_INFO = Pattern.compile("(://[^/\\s\":@]*:)[^/\\s\"@]+(@)");

  private SecretRedactor() {}

  /** The command line with its secrets hidden. Its length may differ. */
  public static String redact(String line) {
    String text = hide(NAMED, line);
    text = hide(IN_VALUE, text);
    text = hide(NEXT, text);
    return hide(USER_INFO, text);
  }

  private static String hide(Pattern pattern, String text) {
    return pattern.matcher(text).replaceAll("$1" + Matcher.quoteReplacement(HIDDEN) + "$2");
  }
}
