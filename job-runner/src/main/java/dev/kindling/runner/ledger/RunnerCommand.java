package dev.kindling.runner.ledger;

import dev.kindling.model.run.Decision;
import dev.kindling.model.run.RunCommand;
import dev.kindling.runner.cluster.ClusterView;
import java.util.function.Consumer;

/** What reaches a partition of runs from elsewhere in the process. */
public sealed interface RunnerCommand {
  /**
   * Something happened to a run.
   *
   * @param runId the run; one that this partition does not have is answered with null
   * @param command what happened
   * @param answer hears of the decision once it is durable; must not block
   */
  record OfRun(String runId, RunCommand command, Consumer<Decision> answer)
      implements RunnerCommand {
    public OfRun(String runId, RunCommand command) {
      this(runId, command, decision -> {});
    }
  }

  /** Asks whether the partition is still ours; {@code proven} hears of it after a commit. */
  record Prove(Runnable proven) implements RunnerCommand {}

  /** The cluster was looked at. */
  record ClusterSeen(ClusterView view) implements RunnerCommand {}
}
