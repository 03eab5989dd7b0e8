package dev.kindling.scheduler.request;

import dev.kindling.model.json.Json;
import dev.kindling.model.run.Origin;
import dev.kindling.model.run.RunState;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the runs of schedules and backfills have ended, for as long as {@code kindling.runs} holds
 * them. Written by the table view's thread, read by any.
 */
public final class RunEnds {
  private static final Logger LOG = LoggerFactory.getLogger(RunEnds.class);

  private static final Set<Origin.Kind> OF_SCHEDULES =
      Set.of(Origin.Kind.SCHEDULE, Origin.Kind.BACKFILL);

  private final Map<String, RunState> ends = new ConcurrentHashMap<>();

  /** The part of a run that counts here. */
  private record EndedRun(Origin origin, RunState state) {}

  /** One record of the table. */
  public void apply(String id, ConsumerRecord<String, byte[]> changed) {
    if (id == null) {
      return;
    }
    if (changed.value() == null) {
      ends.remove(id);
      return;
    }
    try {
      EndedRun run = Json.read(changed.value(), EndedRun.class);
      if (run.state().isFinal() && OF_SCHEDULES.contains(run.origin().kind())) {
        ends.put(id, run.state());
      }
    } catch (UncheckedIOException e) {
      LOG.warn(
          "run {} cannot be read; its schedule does not hear of its end: {}", id, e.toString());
    }
  }

  /** How a run has ended; empty if it has not, or nobody knows any more. */
  public Optional<RunState> of(String runId) {
    return Optional.ofNullable(ends.get(runId));
  }
}
