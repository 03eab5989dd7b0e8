package dev.kindling.kit.log.event;

import java.util.Arrays;

/** The bytes of a stream that were read and not yet given out as events. */
final class ByteWindow {
  private static final byte[] EMPTY = {};

  private byte[] data = EMPTY;
  private int from;
  private int to;
  private long base;

  /**
   * @param offset the stream offset of the first byte to come
   */
  ByteWindow(long offset) {
    this.base = offset;
  }

  long start() {
    return base;
  }

  long end() {
    return base + (to - from);
  }

  byte[] data() {
    return data;
  }

  /** Where the byte at a stream offset stands in {@link #data()}. */
  int index(long offset) {
    return from + (int) (offset - base);
  }

  void append(byte[] source, int sourceFrom, int length) {
    makeRoom(length);
    System.arraycopy(source, sourceFrom, data, to, length);
    to += length;
  }

  byte[] copy(long start, long end) {
    return Arrays.copyOfRange(data, index(start), index(end));
  }

  /** Forgets the bytes before an offset; an empty window keeps no memory. */
  void discardTo(long offset) {
    from = index(offset);
    base = offset;
    if (from == to) {
      from = 0;
      to = 0;
      if (data.length > 64 * 1024) {
        data = EMPTY;
      }
    }
  }

  private void makeRoom(int length) {
    int held = to - from;
    if (to + length <= data.length) {
      return;
    }
    if (held + length <= data.length && from >= data.length / 2) {
      System.arraycopy(data, from, data, 0, held);
    } else {
      byte[] larger = new byte[Math.max(held + length, 2 * held)];
      System.arraycopy(data, from, larger, 0, held);
      data = larger;
    }
    from = 0;
    to = held;
  }
}
