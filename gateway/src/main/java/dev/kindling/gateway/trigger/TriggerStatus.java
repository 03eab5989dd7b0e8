package dev.kindling.gateway.trigger;

import dev.kindling.model.trigger.TriggerDefinition;
import dev.kindling.model.trigger.TriggerState;
import dev.kindling.model.trigger.TriggerStop;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How it stands with a trigger.
 *
 * @param trigger its name
 * @param phase {@code running}, {@code paused} or {@code stopped} by itself
 * @param reason why it does not run, a full sentence; null if it does
 * @param stopped when it stopped by itself; null if it did not
 * @param waiting how many events wait for others, or for their turn
 * @param more whether more wait that nobody has looked at yet
 * @param groups what waits, and for what: the next that is due first, some of them
 * @param updatedAt as of when this is; null where no event has ever waited
 */
record TriggerStatus(
    String trigger,
    String phase,
    String reason,
    Instant stopped,
    int waiting,
    boolean more,
    List<TriggerState.WaitingGroup> groups,
    Instant updatedAt) {

  static TriggerStatus of(TriggerDefinition trigger, Optional<TriggerState> state) {
    Optional<TriggerStop> stop = state.flatMap(one -> one.stopOf(trigger));
    String phase = trigger.spec().paused() ? "paused" : stop.isPresent() ? "stopped" : "running";
    return new TriggerStatus(
        trigger.name(),
        phase,
        trigger.spec().paused()
            ? paused(trigger.spec().note())
            : stop.map(TriggerStop::reason).orElse(null),
        stop.map(TriggerStop::at).orElse(null),
        state.map(TriggerState::waiting).orElse(0),
        state.map(one -> one.unreadFrom() != null).orElse(false),
        state.map(TriggerState::groups).orElse(List.of()),
        state.map(TriggerState::updatedAt).orElse(null));
  }

  private static String paused(String note) {
    return "It is paused" + (note == null ? "." : ": " + note);
  }
}
