package dev.kindling.bench.harness;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The figures of a line that contestants are compared by. */
public enum Measure {
  P50("p50"),
  P99("p99"),
  RATE("rate"),
  CPU("CPU per operation"),
  OWN_CPU("CPU per operation (ms), own processes only,");

  private final String label;

  Measure(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  /** Of one contestant, in the rounds that count. */
  public Map<Integer, Double> byRound(List<Line> lines, String who) {
    Map<Integer, Double> figures = new TreeMap<>();
    for (Line line : lines) {
      if (line.counted() && line.contestant().equals(who)) {
        figures.put(line.round(), of(line));
      }
    }
    return figures;
  }

  double of(Line line) {
    return switch (this) {
      case P50 -> line.p50Millis();
      case P99 -> line.p99Millis();
      case RATE -> line.perSecond();
      case CPU -> line.cpuMillis();
      case OWN_CPU -> line.ownCpuMillis();
    };
  }
}
