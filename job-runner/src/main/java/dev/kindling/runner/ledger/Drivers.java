package dev.kindling.runner.ledger;

import dev.kindling.runner.launch.Launch;

/**
 * What a partition of runs has done in the outside world. Every method starts something and
 * returns; what comes of it comes back as a {@link RunnerCommand} to the partition that holds the
 * run. Called on the owner's thread.
 */
public interface Drivers {
  /** Sends an attempt to Spark, once. */
  void submit(Launch launch);

  /** Has a driver killed. */
  void kill(String driverId);

  /** Asks the master about one driver of a run in this partition. */
  void ask(int partition, String runId, String driverId);
}
