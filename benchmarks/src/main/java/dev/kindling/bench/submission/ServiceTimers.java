package dev.kindling.bench.submission;

import dev.kindling.bench.http.KeepAliveConnection;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Sums and counts of a service's timers at one moment, from its metrics page (Prometheus text).
 *
 * @param figures the value of each {@code _sum} and {@code _count} series by its name with labels
 */
record ServiceTimers(Map<String, Double> figures) {
  private static final String SUM = "_seconds_sum";
  private static final String COUNT = "_seconds_count";

  static ServiceTimers of(URI management) {
    try (KeepAliveConnection connection = new KeepAliveConnection(management)) {
      return parse(connection.get("/metrics").body());
    }
  }

  static ServiceTimers parse(String page) {
    Map<String, Double> figures = new LinkedHashMap<>();
    page.lines()
        .filter(line -> !line.startsWith("#"))
        .filter(line -> line.startsWith("kindling"))
        .filter(line -> line.contains(SUM) || line.contains(COUNT))
        .forEach(
            line -> {
              String[] words = line.split(" ");
              figures.put(words[0], Double.valueOf(words[words.length > 2 ? 1 : words.length - 1]));
            });
    return new ServiceTimers(figures);
  }

  /** How often each timer ran since then, and for how long on average. */
  String since(ServiceTimers before) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, Double> sum : figures.entrySet()) {
      if (!sum.getKey().contains(SUM)) {
        continue;
      }
      String count = sum.getKey().replace(SUM, COUNT);
      double times = figures.get(count) - before.figures.getOrDefault(count, 0.0);
      double seconds = sum.getValue() - before.figures.getOrDefault(sum.getKey(), 0.0);
      if (times > 0) {
        text.append(
            String.format(
                Locale.ROOT,
                "%s%s %.0f times, mean %.3f ms",
                text.length() == 0 ? "" : "; ",
                sum.getKey().replace(SUM, ""),
                times,
                seconds * 1000 / times));
      }
    }
    return text.toString();
  }
}
