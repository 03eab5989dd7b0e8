package dev.kindling.stack.process;

import dev.kindling.stack.StackException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for conditions that nobody announces. Blocks the caller; never for an event loop. */
public final class Waiter {
  private static final long PAUSE_MILLIS = 50;

  private Waiter() {}

  /**
   * Asks every 50 ms until the condition holds.
   *
   * @return false if the deadline passed first
   * @throws StackException if the thread is interrupted
   */
  public static boolean until(BooleanSupplier condition, Duration deadline) {
    long end = System.nanoTime() + deadline.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new StackException("Interrupted while waiting", interrupted);
      }
    }
    return true;
  }
}
