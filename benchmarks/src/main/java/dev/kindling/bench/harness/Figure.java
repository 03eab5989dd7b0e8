package dev.kindling.bench.harness;

import java.util.List;

/**
 * A figure of one contestant as it stands, for what has a meaning by itself. Where there is a
 * choice, a {@link Ratio} says more: it does not depend on the machine.
 *
 * @param name of the figure, with its unit
 * @param of whom
 * @param spread over all rounds that count
 */
public record Figure(String name, String of, Spread spread) implements Finding {
  /**
   * @throws BenchException if no round counts
   */
  public static Figure of(List<Line> lines, Measure measure, String who) {
    return new Figure(measure.label(), who, Spread.of(measure.byRound(lines, who).values()));
  }

  @Override
  public String words() {
    return name + " of " + of;
  }
}
