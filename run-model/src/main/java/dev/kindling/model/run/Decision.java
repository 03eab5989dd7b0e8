package dev.kindling.model.run;

import java.util.List;

/**
 * What follows from a command.
 *
 * @param run the run as it is now; the very same object when nothing changed
 * @param effects what to do once that is durable, in order
 * @param answer for a guard that waits for one: empty text for yes, else why not; null where nobody
 *     waits
 */
public record Decision(Run run, List<RunEffect> effects, String answer) {
  public Decision {
    effects = List.copyOf(effects);
  }

  static Decision to(Run run, RunEffect... effects) {
    return new Decision(run, List.of(effects), null);
  }

  static Decision yes(Run run, RunEffect... effects) {
    return new Decision(run, List.of(effects), "");
  }

  static Decision no(Run run, String reason) {
    return new Decision(run, List.of(), reason);
  }

  /** Whether a guard's question was answered with yes. */
  public boolean granted() {
    return "".equals(answer);
  }

  /**
   * Whether the run is another one than before; identity, since a decision without a change keeps
   * it.
   */
  @SuppressWarnings("ReferenceEquality")
  public boolean changes(Run before) {
    return run != before;
  }
}
