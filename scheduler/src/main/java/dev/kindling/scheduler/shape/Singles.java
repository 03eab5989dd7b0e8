package dev.kindling.scheduler.shape;

import dev.kindling.model.trigger.TriggerState.WaitingGroup;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Each event is a run of its own. */
final class Singles implements Grouping {
  @Override
  public void add(Waiting event, Outcome outcome) {
    outcome.ready(Ready.of(event));
  }

  @Override
  public void pass(Instant now, Outcome outcome) {}

  @Override
  public Optional<Instant> next() {
    return Optional.empty();
  }

  @Override
  public List<WaitingGroup> waiting() {
    return List.of();
  }
}
