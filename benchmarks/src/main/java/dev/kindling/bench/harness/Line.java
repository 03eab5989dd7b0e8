package dev.kindling.bench.harness;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one contestant did in one round.
 *
 * @param round from 1
 * @param contestant its name
 * @param counted false for the round that is thrown away
 * @param operations done
 * @param p50Millis of an operation
 * @param p99Millis of an operation
 * @param perSecond operations
 * @param cpuMillis per operation, of all processes that took part
 * @param ownCpuMillis per operation, of those among them that are the contestant's own
 * @param parts the p50 of each part of the way, in milliseconds
 * @param load the load average of the last minute when it ended
 */
public record Line(
    int round,
    String contestant,
    boolean counted,
    int operations,
    double p50Millis,
    double p99Millis,
    double perSecond,
    double cpuMillis,
    double ownCpuMillis,
    Map<String, Double> parts,
    double load) {
  private static final double MILLI = 1e6;

  static Line of(
      int round,
      String contestant,
      boolean counted,
      Timings timings,
      long cpuNanos,
      long ownCpuNanos,
      double load) {
    List<Passage> passages = timings.passages();
    Percentiles latencies = Percentiles.of(passages.stream().mapToLong(Passage::nanos).toArray());
    int operations = timings.operations();
    Map<String, Double> parts = new LinkedHashMap<>();
    for (String part : passages.get(0).parts().keySet()) {
      long[] nanos = passages.stream().mapToLong(passage -> passage.parts().get(part)).toArray();
      parts.put(part, Percentiles.of(nanos).at(50) / MILLI);
    }
    return new Line(
        round,
        contestant,
        counted,
        operations,
        latencies.at(50) / MILLI,
        latencies.at(99) / MILLI,
        operations * 1e9 / timings.elapsedNanos(),
        cpuNanos / MILLI / operations,
        ownCpuNanos / MILLI / operations,
        parts,
        load);
  }
}
