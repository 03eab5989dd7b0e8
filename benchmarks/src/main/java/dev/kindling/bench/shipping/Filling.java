package dev.kindling.bench.shipping;

import dev.kindling.bench.harness.BenchException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits until an index has got all documents, and says how fast they came. What counts is the time
 * from when the first of them were there: how long a shipper takes to notice a file is another
 * question.
 */
final class Filling {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final SearchIndex index;

  Filling(SearchIndex index) {
    this.index = index;
  }

  /**
   * @param before how many were there before
   * @param documents how many are to come
   * @return nanoseconds that all of them would have taken at the rate at which they came
   * @throws BenchException if nothing comes for 30 s
   */
  long await(long before, long documents) {
    long firstAt = 0;
    long first = 0;
    long last = 0;
    long lastAt = System.nanoTime();
    while (last < documents) {
      LockSupport.parkNanos(LOOK_NANOS);
      long count = index.indexed() - before;
      long now = System.nanoTime();
      if (count > last) {
        last = count;
        lastAt = now;
      }
      if (count > 0 && first == 0) {
        first = count;
        firstAt = now;
      }
      if (now - lastAt > STALLED_NANOS) {
        throw new BenchException(
            index.pattern()
                + " has "
                + count
                + " of "
                + documents
                + " documents, and no more come");
      }
    }
    // All at the first look: too few of them to measure a rate.
    return first >= documents
        ? LOOK_NANOS
        : (long) ((lastAt - firstAt) * ((double) documents / (documents - first)));
  }
}
