package dev.kindling.scheduler.shape;

import dev.kindling.kit.trigger.ShapeExpressions;
import dev.kindling.model.trigger.TriggerShape;
import dev.kindling.model.trigger.TriggerState.WaitingGroup;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which events become a run together. Windows are counted by when the events came, never by when
 * they were looked at: whoever gathers the same events again, after a takeover or a pause, gathers
 * them in the same way.
 */
interface Grouping {
  /** What follows from an event, or from the time. */
  interface Outcome {
    /** They are complete. */
    void ready(Ready group);

    /** Another one has taken its place. */
    void superseded(Waiting event);

    /** Its window is over and something is missing. */
    void incomplete(Waiting event, String reason);

    /** Whether more may be found incomplete now; the rest is found at the next time. */
    boolean hasRoom();
  }

  /** Another event came; events come in the order of their times, or nearly. */
  void add(Waiting event, Outcome outcome);

  /** It is now. */
  void pass(Instant now, Outcome outcome);

  /** When {@link #pass} has something to say at the earliest; empty if never. */
  Optional<Instant> next();

  /** What waits, and for what. */
  List<WaitingGroup> waiting();

  /** The one that a shape asks for. */
  static Grouping of(TriggerShape shape, ShapeExpressions expressions, ShapeMemory memory) {
    if (shape.batch() != null) {
      return new Batches(shape.batch());
    } else if (shape.debounce() != null) {
      return new Debounces(shape.debounce(), memory);
    } else if (shape.join() != null) {
      return new Joins(shape.join(), List.copyOf(expressions.kinds().keySet()));
    }
    return new Singles();
  }
}
