package dev.kindling.bench.harness;

import java.util.concurrent.locks.LockSupport;

/** Does nothing, where doing nothing is a part of what is measured. */
public final class Pause {
  private Pause() {}

  /**
   * Blocks until a moment.
   *
   * @param nanoTime as {@link System#nanoTime} counts; one that has passed does not block
   */
  public static void until(long nanoTime) {
    for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
