package dev.kindling.scheduler.shape;

import dev.kindling.model.trigger.TriggerShape;
import dev.kindling.model.trigger.TriggerState.WaitingGroup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Waits until it is quiet, and keeps the last event. When the first came is remembered apart: its
 * event is gone by then.
 */
final class Debounces implements Grouping {
  private final TriggerShape.Debounce bounds;
  private final ShapeMemory memory;
  private final Map<String, Burst> bursts = new HashMap<>();
  private final Deadlines<Burst> deadlines = new Deadlines<>();

  private static final class Burst {
    private final String key;
    private final Instant since;
    private final long first;
    private Waiting last;

    Burst(String key, Instant since, long first) {
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
    Burst burst = bursts.get(event.key());
    if (burst != null && !end(burst).isAfter(event.at())) {
      close(burst, outcome);
      burst = null;
    }
    if (burst != null) {
      outcome.superseded(burst.last);
    } else if (isOver(event)) {
      outcome.ready(Ready.of(event));
      return;
    } else {
      burst = begin(event);
      bursts.put(event.key(), burst);
    }
    burst.last = event;
    deadlines.set(burst, end(burst));
  }

  /**
   * Whether it is the last event of a burst that an owner before has seen end, and that has waited
   * for its turn since.
   */
  private boolean isOver(Waiting event) {
    return remembered(event.key())
        .filter(
            known ->
                event.taken().offset() < known.first()
                    || (known.last() != null && event.taken().offset() <= known.last()))
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

  private Instant end(Burst burst) {
    Instant quiet = burst.last.at().plus(bounds.quiet());
    Instant latest = bounds.atMost() == null ? Instant.MAX : burst.since.plus(bounds.atMost());
    return quiet.isBefore(latest) ? quiet : latest;
  }

  private void close(Burst burst, Outcome outcome) {
    bursts.remove(burst.key);
    deadlines.remove(burst);
    if (bounds.atMost() != null) {
      remember(burst, burst.last.taken().offset());
    }
    outcome.ready(Ready.of(burst.last));
  }

  @Override
  public void pass(Instant now, Outcome outcome) {
    deadlines.due(now).forEach(burst -> close(burst, outcome));
  }

  @Override
  public Optional<Instant> next() {
    return deadlines.next();
  }

  @Override
  public List<WaitingGroup> waiting() {
    List<WaitingGroup> all = new ArrayList<>();
    for (Burst burst : bursts.values()) {
      all.add(
          new WaitingGroup(
              burst.key,
              1,
              burst.since,
              end(burst),
              "It waits for " + bounds.quiet() + " without another event."));
    }
    return all;
  }
}
