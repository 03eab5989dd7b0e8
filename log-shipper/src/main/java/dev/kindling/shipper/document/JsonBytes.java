package dev.kindling.shipper.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * JSON as bytes, written from top to bottom: names and what never changes are bytes that were made
 * once, values are escaped as RFC 8259 asks. A document has twenty fields and most of them are the
 * same in a whole log; with a generator for each document they took a third of the shipper's
 * processor time (RATIONALE.md has the figures).
 *
 * <p>One thread. {@link #clear} keeps the memory of the largest document so far, up to a bound.
 */
public final class JsonBytes {
  private static final int USUAL_BYTES = 4 * 1024;
  private static final int KEPT_BYTES = 256 * 1024;

  /** Of {@link Long#MIN_VALUE}. */
  private static final int LONGEST_NUMBER = 20;

  private static final byte[] HEX = "0123456789abcdef".getBytes(UTF_8);

  /** What stands behind a backslash for each byte that needs one; 0 for none. */
  private static final byte[] ESCAPES = escapes();

  private byte[] bytes = new byte[USUAL_BYTES];
  private int length;

  /** Bytes for {@link #raw}: braces, commas, names. */
  public static byte[] piece(String json) {
    return json.getBytes(UTF_8);
  }

  /** A text as a JSON string, quotes included, for pieces. */
  public static String quoted(String text) {
    return new String(new JsonBytes().text(text).toBytes(), UTF_8);
  }

  JsonBytes clear() {
    length = 0;
    if (bytes.length > KEPT_BYTES) {
      bytes = new byte[USUAL_BYTES];
    }
    return this;
  }

  /** Adds bytes as they are. */
  JsonBytes raw(byte[] piece) {
    reserve(piece.length);
    System.arraycopy(piece, 0, bytes, length, piece.length);
    length += piece.length;
    return this;
  }

  JsonBytes raw(char ascii) {
    reserve(1);
    bytes[length++] = (byte) ascii;
    return this;
  }

  /** Adds a string in quotes. Half of a surrogate pair becomes a question mark. */
  JsonBytes text(String value) {
    int chars = value.length();
    reserve(6 * chars + 2); // a character is six bytes at most
    int at = length;
    bytes[at++] = '"';
    for (int i = 0; i < chars; i++) {
      char one = value.charAt(i);
      if (one >= ESCAPES.length) {
        return text(value.getBytes(UTF_8));
      }
      at = put((byte) one, at);
    }
    bytes[at++] = '"';
    length = at;
    return this;
  }

  /** Few lines are not of ASCII alone; this takes a copy of them more. */
  private JsonBytes text(byte[] utf8) {
    reserve(6 * utf8.length + 2);
    int at = length;
    bytes[at++] = '"';
    for (byte one : utf8) {
      at = put(one, at);
    }
    bytes[at++] = '"';
    length = at;
    return this;
  }

  /** Returns the place behind it. */
  private int put(byte one, int from) {
    int at = from;
    byte escape = one < 0 ? 0 : ESCAPES[one];
    if (escape == 0) {
      bytes[at++] = one;
      return at;
    }
    bytes[at++] = '\\';
    bytes[at++] = escape;
    if (escape == 'u') {
      bytes[at++] = '0';
      bytes[at++] = '0';
      bytes[at++] = HEX[one >> 4];
      bytes[at++] = HEX[one & 0xF];
    }
    return at;
  }

  JsonBytes number(long value) {
    reserve(LONGEST_NUMBER);
    long rest = value;
    if (rest < 0) {
      bytes[length++] = '-';
    } else {
      rest = -rest; // every number has a negative one, the least no positive one
    }
    length += digits(rest);
    int at = length;
    do {
      bytes[--at] = (byte) ('0' - rest % 10);
      rest /= 10;
    } while (rest != 0);
    return this;
  }

  private static int digits(long negative) {
    int digits = 1;
    for (long rest = negative; rest <= -10; rest /= 10) {
      digits++;
    }
    return digits;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
  }

  private static byte[] escapes() {
    byte[] escapes = new byte[128];
    Arrays.fill(escapes, 0, ' ', (byte) 'u');
    escapes['\b'] = 'b';
    escapes['\t'] = 't';
    escapes['\n'] = 'n';
    escapes['\f'] = 'f';
    escapes['\r'] = 'r';
    escapes['"'] = '"';
    escapes['\\'] = '\\';
    return escapes;
  }
}
