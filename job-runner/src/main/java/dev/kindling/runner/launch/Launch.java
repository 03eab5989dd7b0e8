package dev.kindling.runner.launch;

import dev.kindling.model.run.Run;

/**
 * One attempt on its way to Spark.
 *
 * @param run as it was committed
 * @param attempt its number
 * @param token the attempt's secret; in the driver's environment and nowhere else
 * @param partition of the run, which its guard names in every request
 * @param recall says whether the attempt has been given up meanwhile
 */
public record Launch(Run run, int attempt, String token, int partition, Recall recall) {
  /** Without the token, which must not get into a log. */
  @Override
  public String toString() {
    return "run " + run.id() + " attempt " + attempt;
  }
}
