package dev.kindling.agent;

import java.util.concurrent.TimeUnit;

/**
 * Monotonic time, from the edge: the machine's in a driver, a manual one in tests. Only differences
 * of its readings mean anything. Thread-safe.
 */
public interface Ticker {
  /** Nanoseconds since some fixed moment. */
  long nanoTime();

  /** Waits about so long, in nanoseconds; may return early. Never throws. */
  void sleep(long nanos);

  /** The machine's monotonic clock. It stands still while the machine is suspended. */
  static Ticker system() {
    return new Ticker() {
      @Override
      public long nanoTime() {
        return System.nanoTime();
      }

      @Override
      public void sleep(long nanos) {
        try {
          TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
          // Only user code could interrupt, and it must not hurry the guard: callers look at the
          // time again.
        }
      }
    };
  }
}
