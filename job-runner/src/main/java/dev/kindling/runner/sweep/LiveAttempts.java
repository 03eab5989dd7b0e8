package dev.kindling.runner.sweep;

import dev.kindling.runner.admission.LiveAttempt;
import dev.kindling.runner.ledger.RunRecords;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The attempts under way of all runs, whoever owns them, as {@code kindling.runs} tells. Written by
 * the view's thread, read by any.
 */
public final class LiveAttempts {
  private final Map<String, LiveAttempt> byRun = new ConcurrentHashMap<>();

  /** Takes a record of {@code kindling.runs}. */
  public void apply(String runId, ConsumerRecord<String, byte[]> stored) {
    LiveAttempt live = stored.value() == null ? null : RunRecords.live(stored).orElse(null);
    if (live == null) {
      byRun.remove(runId);
      return;
    }
    // The first record with an application counts: later ones say nothing new of its executors.
    byRun.merge(
        runId,
        live,
        (before, after) ->
            after.appSince() != null
                    && before.appSince() != null
                    && Objects.equals(before.driverId(), after.driverId())
                ? new LiveAttempt(after.driverId(), after.need(), before.appSince())
                : after);
  }

  /** By the ids of their runs; changes as runs change. */
  public Map<String, LiveAttempt> byRun() {
    return byRun;
  }

  /** The drivers that runs know at this moment. */
  public Set<String> drivers() {
    return byRun.values().stream()
        .map(LiveAttempt::driverId)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }
}
