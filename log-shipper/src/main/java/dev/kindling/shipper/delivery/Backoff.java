package dev.kindling.shipper.delivery;

import java.util.random.RandomGenerator;

/** How long to wait after failures in a row: doubling from 100 ms to 30 s, half of it random. */
public final class Backoff {
  private static final long FIRST_MILLIS = 100;
  private static final long LONGEST_MILLIS = 30_000;
  private static final int DOUBLINGS = 9;

  private final RandomGenerator random;

  public Backoff(RandomGenerator random) {
    this.random = random;
  }

  /**
   * The wait in milliseconds.
   *
   * @param failures in a row, at least 1
   */
  public long millis(int failures) {
    long full = FIRST_MILLIS << Math.min(failures - 1, DOUBLINGS);
    long capped = Math.min(full, LONGEST_MILLIS);
    return capped / 2 + random.nextLong(capped / 2 + 1);
  }
}
