package dev.kindling.model.pool;

import dev.kindling.model.problem.FieldProblem;
import java.util.List;

/** Says what is wrong with the spec of a pool. */
public final class PoolSpecCheck {
  private static final int MOST_SLOTS = 100_000;

  private PoolSpecCheck() {}

  /** Empty when it is valid. */
  public static List<FieldProblem> problems(PoolSpec spec) {
    if (spec.slots() == null) {
      return List.of(
          new FieldProblem("slots", "is missing: how many runs may be under way at once."));
    }
    if (spec.slots() < 0 || spec.slots() > MOST_SLOTS) {
      return List.of(new FieldProblem("slots", "must be 0 to " + MOST_SLOTS + "."));
    }
    return List.of();
  }
}
