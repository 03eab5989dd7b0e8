package dev.kindling.gateway.access;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/**
 * What a request shows to say who asks. Its text never prints a secret.
 *
 * @param kind what it is
 * @param text the key or the token; empty where there is none
 */
public record Credentials(Kind kind, String text) {
  /** What a request may show. */
  public enum Kind {
    NONE,
    /** A key or a token. */
    SECRET,
    /** An Authorization header that we cannot read. */
    UNREADABLE
  }

  private static final Credentials NONE = new Credentials(Kind.NONE, "");
  private static final Credentials UNREADABLE = new Credentials(Kind.UNREADABLE, "");

  /**
   * Reads an Authorization header (RFC 9110 §11.6.2): Bearer (RFC 6750), or Basic (RFC 7617), of
   * which the password counts and the user name does not.
   *
   * @param header null for none
   */
  public static Credentials of(String header) {
    if (header == null || header.isBlank()) {
      return NONE;
    }
    String both = header.strip();
    int blank = both.indexOf(' ');
    if (blank < 0) {
      return UNREADABLE;
    }
    String shown = both.substring(blank).strip();
    return switch (both.substring(0, blank).toLowerCase(Locale.ROOT)) {
      case "bearer" -> new Credentials(Kind.SECRET, shown);
      case "basic" -> basic(shown);
      default -> UNREADABLE;
    };
  }

  private static Credentials basic(String encoded) {
    try {
      String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0
          ? UNREADABLE
          : new Credentials(Kind.SECRET, pair.substring(colon + 1).strip());
    } catch (IllegalArgumentException e) {
      return UNREADABLE;
    }
  }

  @Override
  public String toString() {
    return "Credentials[" + kind + "]";
  }
}
