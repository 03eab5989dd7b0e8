package dev.kindling.model.artifact;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file in the gateway's store, as a job names it: {@code artifact:SHA-256/file}. The name tells
 * Spark what it is, and people what it was; the digest alone says which.
 *
 * @param digest SHA-256 of the content, 64 hexadecimal digits
 * @param file its name, without a path
 */
public record ArtifactRef(String digest, String file) {
  /** What a reference begins with. */
  public static final String SCHEME = "artifact:";

  /** What a file may be called: it stands in URLs and on command lines. */
  public static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,149}");

  private static final Pattern FORM =
      Pattern.compile("artifact:([0-9a-f]{64})/(" + FILE.pattern() + ")");

  /** The reference of a text; empty if it is none. */
  public static Optional<ArtifactRef> of(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(new ArtifactRef(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  /** As a job writes it. */
  public String text() {
    return SCHEME + digest + "/" + file;
  }
}
