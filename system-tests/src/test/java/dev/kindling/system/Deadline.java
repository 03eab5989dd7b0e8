package dev.kindling.system;

import dev.kindling.stack.process.Waiter;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what other processes do. */
final class Deadline {
  private Deadline() {}

  /** Whether the condition came true in time. */
  static boolean poll(Duration deadline, BooleanSupplier condition) {
    return Waiter.until(condition, deadline);
  }

  /** Fails with these words if the condition does not come true in time. */
  static void await(String what, Duration deadline, BooleanSupplier condition) {
    if (!poll(deadline, condition)) {
      throw new AssertionError("not within " + deadline + ": " + what);
    }
  }
}
