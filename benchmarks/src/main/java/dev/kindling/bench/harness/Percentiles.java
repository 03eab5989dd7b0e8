package dev.kindling.bench.harness;

import java.util.Arrays;

/** Percentiles of exact samples by the nearest rank: always a value that was measured. */
public final class Percentiles {
  private final double[] sorted;

  private Percentiles(double[] sorted) {
    this.sorted = sorted;
  }

  /**
   * @throws BenchException if there are none
   */
  public static Percentiles of(double... values) {
    if (values.length == 0) {
      throw new BenchException("no values have no percentiles");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Percentiles(sorted);
  }

  public static Percentiles of(long... values) {
    return of(Arrays.stream(values).asDoubleStream().toArray());
  }

  /**
   * The smallest value that at least so many percent of all do not exceed.
   *
   * @param percent over 0, at most 100
   */
  public double at(double percent) {
    if (percent <= 0 || percent > 100) {
      throw new IllegalArgumentException("no percentile " + percent);
    }
    int rank = (int) Math.ceil(percent / 100 * sorted.length);
    return sorted[Math.max(rank, 1) - 1];
  }

  /** The middle value; of an even number the mean of the two in the middle. */
  public double median() {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  public double min() {
    return sorted[0];
  }

  public double max() {
    return sorted[sorted.length - 1];
  }
}
