package dev.kindling.bench.harness;

/** A figure over the rounds of a race that is worth reading, and may be judged. */
public sealed interface Finding permits Ratio, Figure {
  /** What it is, for people. */
  String words();

  /** The figure. */
  Spread spread();
}
