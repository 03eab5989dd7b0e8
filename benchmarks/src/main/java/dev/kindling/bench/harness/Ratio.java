package dev.kindling.bench.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One contestant against another, round by round: both of a round saw the same machine, so that
 * their quotient keeps its meaning when the machine gets slower or faster.
 *
 * @param measure what is compared
 * @param of the contestant above the line
 * @param to the contestant below it
 * @param spread of the quotients of all rounds that count
 */
public record Ratio(Measure measure, String of, String to, Spread spread) implements Finding {
  @Override
  public String words() {
    return measure.label() + " " + of + " / " + to;
  }

  /**
   * @throws BenchException if a round lacks one of the two, or none counts
   */
  public static Ratio between(List<Line> lines, Measure measure, String of, String to) {
    Map<Integer, Double> above = measure.byRound(lines, of);
    Map<Integer, Double> below = measure.byRound(lines, to);
    if (!above.keySet().equals(below.keySet())) {
      throw new BenchException(of + " and " + to + " did not run in the same rounds");
    }
    List<Double> quotients = new ArrayList<>();
    above.forEach((round, figure) -> quotients.add(figure / below.get(round)));
    return new Ratio(measure, of, to, Spread.of(quotients));
  }
}
