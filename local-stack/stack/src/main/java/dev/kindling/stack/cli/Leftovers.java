package dev.kindling.stack.cli;

import dev.kindling.stack.process.ProcessTable;
import dev.kindling.stack.process.Waiter;
import java.time.Duration;
import java.util.List;

/**
 * What still lives of a clone's stack. Every child has a warden that ends last, after all that the
 * child had started, and whose command line names the child's log: no warden, nothing left.
 *
 * @param state of the clone
 */
record Leftovers(StateFolder state) {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  /** The wardens that live. */
  List<ProcessTable.Row> find() {
    String logs = state.stack().resolve("logs") + "/";
    return ProcessTable.living().stream()
        .filter(row -> row.command().contains("kindling-warden"))
        .filter(row -> row.command().contains(logs))
        .toList();
  }

  /**
   * Waits until nothing is left: longer than any child's grace.
   *
   * @return false if something outlived its grace
   */
  boolean awaitNone() {
    return Waiter.until(() -> find().isEmpty(), DEADLINE);
  }
}
