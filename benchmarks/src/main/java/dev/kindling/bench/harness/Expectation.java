package dev.kindling.bench.harness;

/**
 * What a finding must be.
 *
 * @param finding its median is judged
 * @param bound which side is good
 * @param value the bound
 */
public record Expectation(Finding finding, Bound bound, double value) {
  /** Which side of the bound is good; the bound itself is. */
  public enum Bound {
    AT_MOST,
    AT_LEAST
  }

  public boolean met() {
    return switch (bound) {
      case AT_MOST -> finding.spread().median() <= value;
      case AT_LEAST -> finding.spread().median() >= value;
    };
  }
}
