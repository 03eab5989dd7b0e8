package dev.kindling.gateway.access;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How many requests each caller may send: so many a second on average, and twice as many at once.
 * Thread-safe. Of callers that are quiet nothing is kept for long.
 */
public final class RateLimits {
  private static final int MOST_CALLERS = 10_000;
  private static final double NANOS = 1e9;

  private final int perSecond;
  private final LongSupplier nanoTime;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MOST_CALLERS;
        }
      };

  /** What is left of a caller's share, and when that was so. */
  private static final class Bucket {
    double left;
    long at;
  }

  /**
   * @param perSecond 0 for no limit
   */
  public RateLimits(int perSecond, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.nanoTime = nanoTime;
  }

  public int perSecond() {
    return perSecond;
  }

  /**
   * Takes one from a caller's share.
   *
   * @return 0 if there was one, else the seconds after which there will be
   */
  public synchronized int take(String caller) {
    if (perSecond == 0) {
      return 0;
    }
    long now = nanoTime.getAsLong();
    double most = 2.0 * perSecond;
    Bucket bucket = buckets.get(caller);
    if (bucket == null) {
      bucket = new Bucket();
      bucket.left = most;
      bucket.at = now;
      buckets.put(caller, bucket);
    }
    bucket.left = Math.min(most, bucket.left + (now - bucket.at) / NANOS * perSecond);
    bucket.at = now;
    if (bucket.left < 1) {
      return (int) Math.ceil((1 - bucket.left) / perSecond);
    }
    bucket.left -= 1;
    return 0;
  }
}
