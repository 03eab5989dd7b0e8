package dev.kindling.bench.schedule;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.bench.http.KeepAliveConnection;
import java.net.URI;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How late the acknowledgements of commits were up to a moment, by the scheduler's own histogram. A
 * bucket counts as its upper end, so that a figure is never better than the truth.
 */
final class CommitLateness {
  private static final Pattern BUCKET =
      Pattern.compile(
          "^kindling_schedule_lateness_seconds_bucket\\{.*le=\"([0-9.e+-]+|\\+Inf)\".*} ([0-9.e+]+)$",
          Pattern.MULTILINE);
  private static final double MILLI = 1e3;

  /** How many were at most so late, in seconds. */
  private final NavigableMap<Double, Double> buckets;

  private CommitLateness(NavigableMap<Double, Double> buckets) {
    this.buckets = buckets;
  }

  /** Asks the service. */
  static CommitLateness now(int managementPort) {
    URI management = URI.create("http://127.0.0.1:" + managementPort);
    try (KeepAliveConnection connection = new KeepAliveConnection(management)) {
      return of(connection.get("/metrics").body());
    }
  }

  static CommitLateness of(String metrics) {
    TreeMap<Double, Double> buckets = new TreeMap<>();
    Matcher matcher = BUCKET.matcher(metrics);
    while (matcher.find()) {
      String end = matcher.group(1);
      buckets.put(
          end.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(end),
          Double.parseDouble(matcher.group(2)));
    }
    if (buckets.isEmpty()) {
      throw new BenchException("the scheduler has no histogram of its lateness");
    }
    return new CommitLateness(buckets);
  }

  /**
   * So late, in milliseconds, were at most so many of a hundred of those since then.
   *
   * @throws BenchException if there were none
   */
  double percentileSince(CommitLateness before, double percent) {
    double all = buckets.lastEntry().getValue() - before.buckets.lastEntry().getValue();
    if (all <= 0) {
      throw new BenchException("nothing was committed");
    }
    for (Map.Entry<Double, Double> bucket : buckets.entrySet()) {
      double since = bucket.getValue() - before.buckets.getOrDefault(bucket.getKey(), 0.0);
      if (since >= all * percent / 100) {
        return bucket.getKey() * MILLI;
      }
    }
    throw new BenchException("the scheduler's histogram does not end");
  }
}
