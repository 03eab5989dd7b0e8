package dev.kindling.kit.log.event;

import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Cuts the window into lines: behind each line feed, at the limit of a line (never inside a valid
 * UTF-8 character), and at forced boundaries. Where it cuts depends on the bytes and the boundaries
 * alone, never on how many bytes came at a time.
 */
final class LineSplitter {
  private final int maxLineBytes;
  private final NavigableSet<Long> forced = new TreeSet<>();
  private long start;
  private long scanned;
  private boolean startsLine;

  LineSplitter(int maxLineBytes, long offset, boolean startsLine) {
    this.maxLineBytes = maxLineBytes;
    this.start = offset;
    this.scanned = offset;
    this.startsLine = startsLine;
  }

  void addBoundary(long offset) {
    forced.add(offset);
  }

  /** Whether a forced boundary stands right where the next piece begins. */
  boolean isBoundaryAtStart() {
    return !forced.isEmpty() && forced.contains(start);
  }

  /** Where the next piece begins. */
  long start() {
    return start;
  }

  /** The next whole piece, or null if more bytes are needed to know where it ends. */
  Piece next(ByteWindow window) {
    long cut = lineEnd(window);
    cut = Math.min(cut, limitEnd(window));
    Long boundary = forced.isEmpty() ? null : forced.higher(start); // nearly always
    if (boundary != null && boundary <= window.end()) {
      cut = Math.min(cut, boundary);
    }
    if (cut == Long.MAX_VALUE) {
      return null;
    }
    boolean endsLine = window.data()[window.index(cut - 1)] == '\n';
    boolean isForced = boundary != null && boundary == cut;
    Piece piece = new Piece(start, cut, startsLine, endsLine, isForced);
    start = cut;
    scanned = cut;
    startsLine = endsLine;
    if (!forced.isEmpty()) {
      forced.headSet(cut, true).clear();
    }
    return piece;
  }

  private long lineEnd(ByteWindow window) {
    byte[] data = window.data();
    long end = Math.min(window.end(), start + maxLineBytes + 1L);
    int to = window.index(end);
    for (int i = window.index(scanned); i < to; i++) {
      if (data[i] == '\n') {
        long found = window.start() + (i - window.index(window.start())) + 1;
        scanned = found - 1;
        return found;
      }
    }
    scanned = Math.max(scanned, end);
    return Long.MAX_VALUE;
  }

  private long limitEnd(ByteWindow window) {
    long limit = start + maxLineBytes;
    if (window.end() <= limit) {
      return Long.MAX_VALUE;
    }
    byte[] data = window.data();
    for (int back = 0; back < 4; back++) {
      if ((data[window.index(limit - back)] & 0xC0) != 0x80) {
        return limit - back;
      }
    }
    return limit;
  }
}
