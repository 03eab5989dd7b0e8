package dev.kindling.system;

import dev.kindling.stack.process.Waiter;
import java.time.Duration;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** Waits for what other processes do. */
public final class Deadline {
  private Deadline() {}

  /** Whether the condition came true in time. */
  static boolean poll(Duration deadline, BooleanSupplier condition) {
    return Waiter.until(condition, deadline);
  }

  /** Lets a random moment pass: where that is the subject of a test, not a wait for something. */
  public static void randomMoment(Random random, int mostMillis) {
    long end = System.nanoTime() + Duration.ofMillis(random.nextInt(mostMillis)).toNanos();
    poll(Duration.ofMillis(mostMillis), () -> System.nanoTime() >= end);
  }

  /** Fails with these words if the condition does not come true in time. */
  static void await(String what, Duration deadline, BooleanSupplier condition) {
    if (!poll(deadline, condition)) {
      throw new AssertionError("not within " + deadline + ": " + what);
    }
  }
}
