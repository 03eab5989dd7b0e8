package dev.kindling.runner.sweep;

import dev.kindling.runner.ledger.RunRecords;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The drivers of the live attempts of all runs, whoever owns them, as {@code kindling.runs} tells.
 * Written by the view's thread, read by any.
 */
public final class KnownDrivers {
  private final Map<String, String> byRun = new ConcurrentHashMap<>();

  /** Takes a record of {@code kindling.runs}. */
  public void apply(String runId, ConsumerRecord<String, byte[]> stored) {
    String driver = stored.value() == null ? null : RunRecords.driver(stored).orElse(null);
    if (driver == null) {
      byRun.remove(runId);
    } else {
      byRun.put(runId, driver);
    }
  }

  /** Their ids at this moment. */
  public Set<String> ids() {
    return Set.copyOf(byRun.values());
  }
}
