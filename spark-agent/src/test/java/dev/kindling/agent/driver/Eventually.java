package dev.kindling.agent.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition, at most 40 s. */
final class Eventually {
  private static final long DEADLINE = Duration.ofSeconds(40).toNanos();
  private static final long STEP = Duration.ofMillis(20).toNanos();

  private Eventually() {}

  static void until(Object context, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - start).as("waiting: %s", context).isLessThan(DEADLINE);
      LockSupport.parkNanos(STEP);
    }
  }
}
