package dev.kindling.scheduler.shape;

import dev.kindling.model.trigger.TriggerShape;
import dev.kindling.model.trigger.TriggerState.WaitingGroup;
import java.time.Instant;
import java.util.Optional;

/**
 * Waits until it is quiet, and keeps the last event. When the first came is remembered apart: its
 * event is gone by then.
 */
final class Debounces extends OpenGroups<Debounces.Burst> {
  private final TriggerShape.Debounce bounds;
  private final ShapeMemory memory;

  /** Events that follow each other closely, of which the last is kept. */
  static final class Burst {
    private final String key;
    private final Instant since;
    private final long first;
    private Waiting last;

    private Burst(String key, Instant since, long first) {
      this.key = key;
      this.since = since;
      this.first = first;
    }
  }

  Debounces(TriggerShape.Debounce bounds, ShapeMemory memory) {
    this.bounds = bounds;
    this.memory = memory;
  }

  @Override
  public void add(Waiting event, Outcome outcome) {
    Burst burst = find(event.key(), event.at(), outcome);
    if (burst != null) {
      outcome.superseded(burst.last);
    } else if (isOver(event)) {
      outcome.ready(Ready.of(event));
      return;
    } else {
      burst = begin(event);
    }
    burst.last = event;
    keep(burst);
  }

  /**
   * Whether it is the last event of a burst that an owner before has seen end, and that has waited
   * for its turn since.
   */
  private boolean isOver(Waiting event) {
    long offset = event.taken().offset();
    return remembered(event.key())
        .filter(known -> offset < known.first() || (known.last() != null && offset <= known.last()))
        .isPresent();
  }

  private Burst begin(Waiting event) {
    Optional<ShapeMemory.Burst> known =
        remembered(event.key()).filter(burst -> burst.last() == null);
    Burst burst =
        new Burst(
            event.key(),
            known.map(ShapeMemory.Burst::since).orElse(event.at()),
            known.map(ShapeMemory.Burst::first).orElse(event.taken().offset()));
    if (bounds.atMost() != null && known.isEmpty()) {
      remember(burst, null);
    }
    return burst;
  }

  /** Only an end that quiet does not explain has to be remembered. */
  private Optional<ShapeMemory.Burst> remembered(String key) {
    return bounds.atMost() == null ? Optional.empty() : memory.burst(name(key));
  }

  private void remember(Burst burst, Long last) {
    memory.burst(
        name(burst.key),
        new ShapeMemory.Burst(
            burst.since,
            burst.first,
            last,
            burst.since.plus(bounds.atMost()).plus(bounds.quiet())));
  }

  private static String name(String key) {
    return key == null ? "" : key;
  }

  @Override
  String keyOf(Burst burst) {
    return burst.key;
  }

  @Override
  Optional<Instant> end(Burst burst) {
    Instant quiet = burst.last.at().plus(bounds.quiet());
    Instant latest = bounds.atMost() == null ? Instant.MAX : burst.since.plus(bounds.atMost());
    return Optional.of(quiet.isBefore(latest) ? quiet : latest);
  }

  @Override
  void over(Burst burst, Outcome outcome) {
    if (bounds.atMost() != null) {
      remember(burst, burst.last.taken().offset());
    }
    outcome.ready(Ready.of(burst.last));
  }

  @Override
  WaitingGroup told(Burst burst) {
    return new WaitingGroup(
        burst.key,
        1,
        burst.since,
        end(burst).orElseThrow(),
        "It waits for " + bounds.quiet() + " without another event.");
  }
}
