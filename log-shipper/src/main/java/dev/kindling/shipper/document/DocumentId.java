package dev.kindling.shipper.document;

import java.util.HexFormat;

/**
 * The id of an event's document: 32 hexadecimal digits. Pure function of the event's place, so that
 * a replay meets its own documents. The length is a guard: should the same place ever be cut
 * differently, the result is an overlap that can be seen, not a loss that cannot.
 */
public final class DocumentId {
  /** Digits of a stream's key. */
  public static final int KEY_DIGITS = 16;

  private static final int OFFSET_DIGITS = 10;
  private static final int LENGTH_DIGITS = 6;

  private DocumentId() {}

  public static String of(String streamKey, long start, long length) {
    return streamKey + hex(start, OFFSET_DIGITS) + hex(length, LENGTH_DIGITS);
  }

  /** The name that the pieces of one event share. */
  public static String group(String streamKey, long start) {
    return streamKey + hex(start, OFFSET_DIGITS);
  }

  /** Zero-padded, so that neighbours in the file are neighbours in the index. */
  private static String hex(long value, int digits) {
    if (value < 0 || value >>> (4 * digits) != 0) {
      throw new IllegalArgumentException(value + " does not fit into " + digits + " digits");
    }
    return HexFormat.of().toHexDigits(value, digits);
  }
}
