package dev.kindling.kit.kafka;

import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;

/**
 * Whether a consumer that waits for records has a broker to wait for. A poll does not throw while
 * the brokers are away, it just brings nothing; the number of connections tells the two apart. Used
 * on the consumer's thread.
 */
public final class Pulse {
  private final Optional<Metric> connections;

  private Pulse(Optional<Metric> connections) {
    this.connections = connections;
  }

  /** Finds the consumer's own count of its connections (consumer-metrics, connection-count). */
  public static Pulse of(Consumer<?, ?> consumer) {
    return new Pulse(
        consumer.metrics().values().stream()
            .filter(metric -> metric.metricName().name().equals("connection-count"))
            .filter(metric -> metric.metricName().group().equals("consumer-metrics"))
            .findFirst()
            .map(Metric.class::cast));
  }

  /** Whether there is a connection; true where the client does not say. */
  public boolean beats() {
    return connections
        .map(Metric::metricValue)
        .map(value -> ((Number) value).doubleValue() > 0)
        .orElse(true);
  }
}
