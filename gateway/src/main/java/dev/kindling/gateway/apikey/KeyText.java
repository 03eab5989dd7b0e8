package dev.kindling.gateway.apikey;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of an API key: {@code kdl_}, its name, an underscore, 64 hexadecimal digits. The prefix
 * lets scanners of repositories find keys that leaked. Its {@link #toString} never prints the
 * secret.
 *
 * @param name of the key
 * @param secret 256 random bits as hexadecimal digits
 */
record KeyText(String name, String secret) {
  private static final Pattern FORM = Pattern.compile("kdl_(.{1,100})_([0-9a-f]{64})");
  private static final int SECRET_BYTES = 32;

  /** A new secret for a key. */
  static KeyText generate(String name, RandomGenerator random) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return new KeyText(name, HexFormat.of().formatHex(secret));
  }

  /** Reads one; empty if it has not this form. */
  static Optional<KeyText> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(new KeyText(matcher.group(1), matcher.group(2)))
        : Optional.empty();
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
