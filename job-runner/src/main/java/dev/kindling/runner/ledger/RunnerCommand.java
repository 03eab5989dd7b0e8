package dev.kindling.runner.ledger;

import dev.kindling.model.run.Decision;
import dev.kindling.model.run.RunCommand;
import dev.kindling.runner.admission.AdmissionRules;
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

  /** The cluster was looked at. */
  record ClusterSeen(ClusterView view) implements RunnerCommand {}

  /** People have changed pools or holds. */
  record RulesSeen(AdmissionRules rules) implements RunnerCommand {}

  /** Every record of this partition of the runs below the offset is in the archive. */
  record Archived(long offset) implements RunnerCommand {}

  /** The master runs a guarded driver that no run knows: it is to be killed and reported. */
  record Stray(String driverId, String worker) implements RunnerCommand {}
}
