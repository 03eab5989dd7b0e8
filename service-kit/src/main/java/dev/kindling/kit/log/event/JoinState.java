package dev.kindling.kit.log.event;

import static java.util.Objects.requireNonNull;

/**
 * All that joining remembers across the end of an event. It stands in the checkpoint beside the
 * offset, so that a restart finds the same boundaries as if it had never stopped.
 *
 * @param cut the kind of the event that was cut by force (a limit, or silence); {@link
 *     EventKind#NONE} if the last event ended by itself
 * @param midLine whether the cut is inside a line
 * @param group where the first piece of the cut event begins; -1 without a cut
 */
public record JoinState(EventKind cut, boolean midLine, long group) {
  public static final JoinState FRESH = new JoinState(EventKind.NONE, false, -1);

  public JoinState {
    requireNonNull(cut, "cut is null");
  }
}
