package dev.kindling.scheduler.shape;

import dev.kindling.model.trigger.TriggerShape;
import dev.kindling.model.trigger.TriggerState.WaitingGroup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gathers events until the first of its bounds is reached. */
final class Batches extends OpenGroups<Batches.Batch> {
  private final TriggerShape.Batch bounds;
  private final int count;
  private final int bytes;

  /** Events that have been gathered. */
  static final class Batch {
    private final String key;
    private final List<Waiting> events = new ArrayList<>();
    private int bytes;

    private Batch(String key) {
      this.key = key;
    }

    private Instant since() {
      return events.get(0).at();
    }
  }

  Batches(TriggerShape.Batch bounds) {
    this.bounds = bounds;
    this.count = bounds.countBound();
    this.bytes = bounds.bytesBound();
  }

  @Override
  public void add(Waiting event, Outcome outcome) {
    Batch batch = find(event.key(), event.at(), outcome);
    int more = event.bytes();
    if (batch != null && batch.bytes + more > bytes) {
      complete(batch, outcome);
      batch = null;
    }
    if (batch == null) {
      batch = new Batch(event.key());
    }
    batch.events.add(event);
    batch.bytes += more;
    if (batch.events.size() >= count || batch.bytes >= bytes) {
      complete(batch, outcome);
    } else {
      keep(batch);
    }
  }

  private void complete(Batch batch, Outcome outcome) {
    close(batch);
    over(batch, outcome);
  }

  @Override
  String keyOf(Batch batch) {
    return batch.key;
  }

  @Override
  Optional<Instant> end(Batch batch) {
    return Optional.ofNullable(bounds.time()).map(batch.since()::plus);
  }

  @Override
  void over(Batch batch, Outcome outcome) {
    outcome.ready(Ready.of(batch.events, Map.of()));
  }

  @Override
  WaitingGroup told(Batch batch) {
    return new WaitingGroup(
        batch.key,
        batch.events.size(),
        batch.since(),
        end(batch).orElse(null),
        "The batch goes with "
            + count
            + " events or "
            + bytes
            + " bytes of data; it has "
            + batch.events.size()
            + " and "
            + batch.bytes
            + ".");
  }
}
