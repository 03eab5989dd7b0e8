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
 * How it stands with the runs of schedules and backfills, for as long as {@code kindling.runs}
 * holds them. Written by the table view's thread, read by any.
 */
public final class RunEnds {
  private static final Logger LOG = LoggerFactory.getLogger(RunEnds.class);

  private static final Set<Origin.Kind> OF_SCHEDULES =
      Set.of(Origin.Kind.SCHEDULE, Origin.Kind.BACKFILL);

  private final Map<String, RunState> states = new ConcurrentHashMap<>();

  /** The part of a run that counts here. */
  private record EndedRun(Origin origin, RunState state) {}

  /** One record of the table. */
  public void apply(String id, ConsumerRecord<String, byte[]> changed) {
    if (id == null) {
      return;
    }
    if (changed.value() == null) {
      states.remove(id);
      return;
    }
    try {
      EndedRun run = Json.read(changed.value(), EndedRun.class);
      if (OF_SCHEDULES.contains(run.origin().kind())) {
        states.put(id, run.state());
      }
    } catch (UncheckedIOException e) {
      LOG.warn(
          "run {} cannot be read; its schedule does not hear of its end: {}", id, e.toString());
    }
  }

  /** How a run has ended; empty if it has not, or nobody knows any more. */
  public Optional<RunState> of(String runId) {
    return state(runId).filter(RunState::isFinal);
  }

  /** The state of a run; empty if the table does not have it. */
  public Optional<RunState> state(String runId) {
    return Optional.ofNullable(states.get(runId));
  }
}
