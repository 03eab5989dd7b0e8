package dev.kindling.shipper.checkpoint;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What tells one file from another after a restart: its first bytes. The inode does not, since file
 * systems use it again.
 *
 * @param length how many bytes, at most {@link #MAX_LENGTH}
 * @param hash their SHA-256, cut to 16 hexadecimal digits
 */
public record Fingerprint(int length, String hash) {
  public static final int MAX_LENGTH = 256;
  public static final Fingerprint NONE = of(new byte[0], 0);

  /** The fingerprint of the first bytes of an array. */
  public static Fingerprint of(byte[] head, int length) {
    return new Fingerprint(length, digest(head, length));
  }

  /** The first 16 hexadecimal digits of a SHA-256. */
  public static String digest(byte[] bytes, int length) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(bytes, 0, length);
      return HexFormat.of().formatHex(sha.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
