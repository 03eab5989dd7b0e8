package dev.kindling.scheduler.shape;

import dev.kindling.model.trigger.TriggerShape;
import java.time.Instant;
import java.util.Optional;

/** How many runs there may be of each key. */
final class Throttling {
  private final TriggerShape.Throttle bounds;
  private final ShapeMemory memory;

  Throttling(TriggerShape.Throttle bounds, ShapeMemory memory) {
    this.bounds = bounds;
    this.memory = memory;
  }

  /** When there may be another run of a key; empty if now. */
  Optional<Instant> fullUntil(String key, Instant now) {
    return rate(key).fullUntil(now);
  }

  /** There is one now. */
  void add(String key, Instant now) {
    RunRate rate = rate(key);
    rate.fullUntil(now);
    rate.add(now);
    memory.starts(key, rate.starts(), now.plus(bounds.per()));
  }

  private RunRate rate(String key) {
    return new RunRate(bounds.runs(), bounds.per(), memory.starts(key));
  }

  String told() {
    return "there may be " + Release.counted(bounds.runs()) + " in " + bounds.per();
  }
}
