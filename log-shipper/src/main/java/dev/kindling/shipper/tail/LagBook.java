package dev.kindling.shipper.tail;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * When the bytes of a stream were first seen, roughly: enough to say how old the oldest one is that
 * is not safe yet. Pure; bounded, and never says too little.
 */
final class LagBook {
  private static final int ENTRIES = 64;

  private final Deque<Growth> seen = new ArrayDeque<>();

  private record Growth(long size, long atMillis) {}

  /** The stream is so long now. */
  void seen(long size, long now) {
    Growth last = seen.peekLast();
    if (last != null && size <= last.size()) {
      return;
    }
    if (seen.size() == ENTRIES) {
      // The newest two become one, as old as the older of them.
      Growth newest = seen.removeLast();
      seen.addLast(new Growth(size, newest.atMillis()));
    } else {
      seen.addLast(new Growth(size, now));
    }
  }

  /** How long the first byte from an offset on has been known; 0 if there is none. */
  long millis(long safe, long now) {
    while (!seen.isEmpty() && seen.getFirst().size() <= safe) {
      seen.removeFirst();
    }
    return seen.isEmpty() ? 0 : Math.max(0, now - seen.getFirst().atMillis());
  }
}
