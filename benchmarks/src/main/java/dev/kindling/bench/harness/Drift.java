package dev.kindling.bench.harness;

/**
 * Whether the machine was the same before and after: the time of one and the same piece of work.
 *
 * @param beforeMillis before the race
 * @param afterMillis after it
 */
public record Drift(double beforeMillis, double afterMillis) {
  /** More than this, as a part of the smaller of the two, makes all figures void. */
  public static final double TOLERANCE = 0.15;

  /** The difference as a part of the smaller of the two. */
  public double share() {
    return Math.abs(beforeMillis - afterMillis) / Math.min(beforeMillis, afterMillis);
  }

  public boolean isVoid() {
    return share() > TOLERANCE;
  }
}
