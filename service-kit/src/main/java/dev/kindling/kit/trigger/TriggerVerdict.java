package dev.kindling.kit.trigger;

import dev.kindling.kit.request.SizedRequest;

/** What a trigger makes of an event. */
public sealed interface TriggerVerdict {
  /** A run is asked for. */
  record Fired(SizedRequest request) implements TriggerVerdict {}

  /** The filter does not match. */
  record Filtered() implements TriggerVerdict {}

  /** The trigger is paused. */
  record Paused() implements TriggerVerdict {}

  /**
   * It matches but cannot become a run.
   *
   * @param reason what is wrong, a full sentence
   */
  record Refused(String reason) implements TriggerVerdict {}
}
