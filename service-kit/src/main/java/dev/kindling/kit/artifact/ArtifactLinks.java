package dev.kindling.kit.artifact;

import dev.kindling.kit.config.Settings;
import dev.kindling.model.artifact.ArtifactRef;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and checks the links by which Spark fetches artifacts: it cannot show a key of the API, so
 * the link itself says, signed, what may be fetched and until when. Whoever has the key makes them;
 * gateways and job-runners share it. Thread-safe.
 */
public final class ArtifactLinks {
  /** So long a key must be, or it could be guessed. */
  public static final int LEAST_KEY = 32;

  /** Where the gateway serves them. */
  public static final String PATH = "/artifacts/";

  private static final String ALGORITHM = "HmacSHA256";

  private final byte[] key;

  /**
   * @throws IllegalArgumentException if the key has fewer than {@link #LEAST_KEY} characters
   */
  public ArtifactLinks(String key) {
    if (key.length() < LEAST_KEY) {
      throw new IllegalArgumentException(
          "must have at least " + LEAST_KEY + " characters, such as of \"openssl rand -hex 32\".");
    }
    this.key = key.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Those of a setting; a key that is too short is a problem of it.
   *
   * @param name of the setting
   */
  public static Optional<ArtifactLinks> of(Settings settings, String name, String key) {
    try {
      return Optional.of(new ArtifactLinks(key));
    } catch (IllegalArgumentException e) {
      settings.problem(name, e.getMessage());
      return Optional.empty();
    }
  }

  /** The path of a link that works until then. */
  public String link(ArtifactRef artifact, Instant until) {
    long expires = until.getEpochSecond();
    // All in the path, the file's name last: SparkSubmit takes for Python what ends with .py.
    return PATH
        + expires
        + "/"
        + signature(artifact, expires)
        + "/"
        + artifact.digest()
        + "/"
        + artifact.file();
  }

  /**
   * Whether a link is one of ours and still works.
   *
   * @param expires seconds since 1970, as the link says it
   */
  public boolean isGood(ArtifactRef artifact, long expires, String signature, Instant now) {
    byte[] expected = signature(artifact, expires).getBytes(StandardCharsets.US_ASCII);
    return MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8))
        && now.getEpochSecond() < expires;
  }

  private String signature(ArtifactRef artifact, long expires) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      String signed = artifact.digest() + "\n" + artifact.file() + "\n" + expires;
      return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
