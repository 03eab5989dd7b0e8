package dev.kindling.gateway.apikey;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The text of an API key: {@code kdl_}, its name, an underscore, 64 hexadecimal digits. The prefix
 * lets scanners of repositories find keys that leaked. Its {@link #toString} never prints the
 * secret.
 *
 * @param name of the key
 * @param secret 256 random bits as hexadecimal digits
 */
record KeyText(String name, String secret) {
  private static final String PREFIX = "kdl_";
  private static final int SECRET_LENGTH = 64;
  private static final int LONGEST_NAME = 100;
  private static final int SECRET_BYTES = 32;

  /** A new secret for a key. */
  static KeyText generate(String name, RandomGenerator random) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return new KeyText(name, HexFormat.of().formatHex(secret));
  }

  /** Reads one; empty if it has not this form. */
  static Optional<KeyText> parse(String text) {
    int underscore = text.length() - SECRET_LENGTH - 1;
    int name = underscore - PREFIX.length();
    if (name < 1
        || name > LONGEST_NAME
        || !text.startsWith(PREFIX)
        || text.charAt(underscore) != '_'
        || !isSecret(text, underscore + 1)) {
      return Optional.empty();
    }
    return Optional.of(
        new KeyText(text.substring(PREFIX.length(), underscore), text.substring(underscore + 1)));
  }

  private static boolean isSecret(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char digit = text.charAt(i);
      if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
        return false;
      }
    }
    return true;
  }

  /** What its owner sends. */
  String text() {
    return "kdl_" + name + "_" + secret;
  }

  /**
   * What we keep. One round of SHA-256 is enough: nobody guesses 256 random bits, however fast they
   * can try.
   */
  String hash() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Whether it has this hash; takes as long whatever the answer. */
  boolean fits(String hash) {
    return MessageDigest.isEqual(
        hash().getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public String toString() {
    return "KeyText[" + name + "]";
  }
}
