package dev.kindling.bench.harness;

import java.util.concurrent.TimeUnit;

/** A fixed piece of pure computing. How long it takes says how much of a core this process gets. */
public final class Spin {
  private static final int STEPS = 60_000_000;
  private static final int TIMES = 7;

  private long state = 88_172_645_463_325_252L;

  /** Computes on the calling thread for about a second; the median time of one piece, in ms. */
  public double measure() {
    piece();
    double[] millis = new double[TIMES];
    for (int time = 0; time < TIMES; time++) {
      long begin = System.nanoTime();
      piece();
      millis[time] = (System.nanoTime() - begin) / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }
    return Percentiles.of(millis).median();
  }

  /** Marsaglia's xorshift: each step needs the one before, so no compiler can leave any out. */
  private void piece() {
    long next = state;
    for (int step = 0; step < STEPS; step++) {
      next ^= next << 13;
      next ^= next >>> 7;
      next ^= next << 17;
    }
    state = next;
    if (next == 0) {
      throw new IllegalStateException("xorshift never reaches 0");
    }
  }
}
