package dev.kindling.runner.ledger;

import dev.kindling.model.run.Run;

/**
 * What a partition of runs has done in the outside world. Every method starts something and
 * returns; what comes of it comes back as a {@link RunnerCommand} to the partition that holds the
 * run.
 */
public interface Drivers {
  /** Sends an attempt to the master, once. */
  void submit(Run run, int attempt, String token);

  /** Has a driver killed. */
  void kill(String driverId);

  /** Asks the master about one driver of a run. */
  void ask(String runId, String driverId);
}
