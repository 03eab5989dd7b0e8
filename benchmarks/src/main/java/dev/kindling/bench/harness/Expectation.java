package dev.kindling.bench.harness;

/**
 * What a ratio must be.
 *
 * @param ratio its median is judged
 * @param bound which side is good
 * @param value the bound
 */
public record Expectation(Ratio ratio, Bound bound, double value) {
  /** Which side of the bound is good; the bound itself is. */
  public enum Bound {
    AT_MOST,
    AT_LEAST
  }

  public boolean met() {
    return switch (bound) {
      case AT_MOST -> ratio.spread().median() <= value;
      case AT_LEAST -> ratio.spread().median() >= value;
    };
  }
}
