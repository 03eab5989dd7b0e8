package dev.kindling.bench.harness;

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
