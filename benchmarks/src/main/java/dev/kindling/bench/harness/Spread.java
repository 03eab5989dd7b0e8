package dev.kindling.bench.harness;

import java.util.Collection;

/**
 * A figure over several rounds.
 *
 * @param median what counts
 * @param min of all rounds
 * @param max of all rounds
 */
public record Spread(double median, double min, double max) {
  /**
   * @throws BenchException if there are no rounds
   */
  public static Spread of(Collection<Double> values) {
    Percentiles all = Percentiles.of(values.stream().mapToDouble(Double::doubleValue).toArray());
    return new Spread(all.median(), all.min(), all.max());
  }
}
