package dev.kindling.scheduler.shape;

import dev.kindling.model.trigger.TriggerShape;
import dev.kindling.model.trigger.TriggerState.WaitingGroup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gathers events until the first of its bounds is reached. */
final class Batches implements Grouping {
  private static final int MOST_EVENTS = 10_000;
  private static final int MOST_BYTES = 500_000;

  private final TriggerShape.Batch bounds;
  private final int count;
  private final int bytes;
  private final Map<String, Batch> open = new HashMap<>();
  private final Deadlines<Batch> deadlines = new Deadlines<>();

  private static final class Batch {
    private final String key;
    private final List<Waiting> events = new ArrayList<>();
    private int bytes;

    Batch(String key) {
      this.key = key;
    }

    Ready ready() {
      return Ready.of(events, Map.of());
    }
  }

  Batches(TriggerShape.Batch bounds) {
    this.bounds = bounds;
    this.count = bounds.count() == null ? MOST_EVENTS : bounds.count();
    this.bytes = bounds.bytes() == null ? MOST_BYTES : bounds.bytes();
  }

  @Override
  public void add(Waiting event, Outcome outcome) {
    Batch batch = open.get(event.key());
    if (batch != null && (isOver(batch, event.at()) || batch.bytes + event.bytes() > bytes)) {
      close(batch, outcome);
      batch = null;
    }
    if (batch == null) {
      batch = new Batch(event.key());
      open.put(event.key(), batch);
    }
    batch.events.add(event);
    batch.bytes += event.bytes();
    if (batch.events.size() >= count || batch.bytes >= bytes) {
      close(batch, outcome);
    } else {
      Batch waiting = batch;
      end(batch).ifPresent(end -> deadlines.set(waiting, end));
    }
  }

  private void close(Batch batch, Outcome outcome) {
    open.remove(batch.key);
    deadlines.remove(batch);
    outcome.ready(batch.ready());
  }

  private Optional<Instant> end(Batch batch) {
    return bounds.time() == null
        ? Optional.empty()
        : Optional.of(batch.events.get(0).at().plus(bounds.time()));
  }

  private boolean isOver(Batch batch, Instant now) {
    return end(batch).filter(end -> !end.isAfter(now)).isPresent();
  }

  @Override
  public void pass(Instant now, Outcome outcome) {
    deadlines.due(now).forEach(batch -> close(batch, outcome));
  }

  @Override
  public Optional<Instant> next() {
    return deadlines.next();
  }

  @Override
  public List<WaitingGroup> waiting() {
    List<WaitingGroup> all = new ArrayList<>();
    for (Batch batch : open.values()) {
      all.add(
          new WaitingGroup(
              batch.key,
              batch.events.size(),
              batch.events.get(0).at(),
              end(batch).orElse(null),
              "The batch goes with "
                  + count
                  + " events or "
                  + bytes
                  + " bytes of data; it has "
                  + batch.events.size()
                  + " and "
                  + batch.bytes
                  + "."));
    }
    return all;
  }
}
