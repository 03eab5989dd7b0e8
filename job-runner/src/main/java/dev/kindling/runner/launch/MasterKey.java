package dev.kindling.runner.launch;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs the short-lived tokens that a master wants whose {@code spark.master.rest.filters} has
 * Spark's JWSFilter: compact JWS (RFC 7515) with HMAC SHA-256. The filter looks at the signature
 * and at {@code exp} and {@code nbf}, and remembers nothing, so whoever reads a token may use it
 * until it ends. Thread-safe.
 */
public final class MasterKey {
  /** Below this the filter's library refuses the key, and the master does not start. */
  private static final int LEAST_BYTES = 32;

  private static final Duration LIFE = Duration.ofSeconds(60);

  /** Two machines' clocks are never the same. */
  private static final Duration SKEW = Duration.ofSeconds(5);

  private static final String HEADER = encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");

  private final byte[] key;
  private final InstantSource clock;

  /**
   * @param base64Url the key as the master has it
   * @throws IllegalArgumentException if it is not BASE64URL or too short; says so
   */
  public MasterKey(String base64Url, InstantSource clock) {
    this.clock = clock;
    try {
      key = Base64.getUrlDecoder().decode(base64Url.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "is not BASE64URL, as the master's own setting must be", e);
    }
    if (key.length < LEAST_BYTES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "has %d bytes; Spark's JWSFilter takes none with less than %d",
              key.length,
              LEAST_BYTES));
    }
  }

  /** The value of the Authorization header of one request, now. */
  public String authorization() {
    Instant now = clock.instant();
    String claims =
        String.format(
            Locale.ROOT,
            "{\"sub\":\"kindling-job-runner\",\"nbf\":%d,\"exp\":%d}",
            now.minus(SKEW).getEpochSecond(),
            now.plus(LIFE).getEpochSecond());
    String signed = HEADER + "." + encoded(claims);
    return "Bearer " + signed + "." + encoded(signature(signed));
  }

  private byte[] signature(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private static String encoded(String text) {
    return encoded(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
