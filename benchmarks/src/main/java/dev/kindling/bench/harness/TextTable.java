package dev.kindling.bench.harness;

import java.util.Locale;

/** Lines for people, in columns. Pure. */
final class TextTable {
  private TextTable() {}

  static String header() {
    return String.format(
        Locale.ROOT,
        "%5s  %-20s %7s %11s %11s %11s %13s %6s",
        "round",
        "contestant",
        "ops",
        "p50 ms",
        "p99 ms",
        "ops/s",
        "CPU ms/op",
        "load");
  }

  static String row(Line line) {
    return String.format(
        Locale.ROOT,
        "%5d  %-20s %7d %11.3f %11.3f %11.1f %13.3f %6.2f%s",
        line.round(),
        line.contestant(),
        line.operations(),
        line.p50Millis(),
        line.p99Millis(),
        line.perSecond(),
        line.cpuMillis(),
        line.load(),
        line.counted() ? "" : "  (thrown away)");
  }

  static String warmed(String contestant, int operations, long nanos) {
    return String.format(
        Locale.ROOT,
        "warming up: %-12s %6d operations, %8.1f ops/s",
        contestant,
        operations,
        operations * 1e9 / nanos);
  }

  static String finding(Finding finding) {
    return String.format(
        Locale.ROOT,
        "%s: %s (min %s, max %s)",
        finding.words(),
        figure(finding.spread().median()),
        figure(finding.spread().min()),
        figure(finding.spread().max()));
  }

  static String expectation(Expectation expectation) {
    return String.format(
        Locale.ROOT,
        "%s  %s: %s, expected %s %s",
        expectation.met() ? "met   " : "MISSED",
        expectation.finding().words(),
        figure(expectation.finding().spread().median()),
        expectation.bound() == Expectation.Bound.AT_MOST ? "at most" : "at least",
        figure(expectation.value()));
  }

  static String drift(Drift drift) {
    return String.format(
        Locale.ROOT,
        "spin before %.1f ms, after %.1f ms: %.1f %% apart, at most %.0f %% allowed",
        drift.beforeMillis(),
        drift.afterMillis(),
        drift.share() * 100,
        Drift.TOLERANCE * 100);
  }

  /** Four digits that matter, whatever the size. */
  static String figure(double value) {
    if (Math.abs(value) >= 1000) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
