package dev.kindling.jobs;

/**
 * Which run and attempt this driver is, as the guard tells it in system properties; a name for
 * itself where a job is started without Kindling.
 *
 * @param runId of the run
 * @param attempt counted from 1: also a fencing token for effects outside of Spark
 */
public record RunIdentity(String runId, int attempt) {

  /** Reads {@code kindling.run.id} and {@code kindling.attempt}. */
  public static RunIdentity current() {
    return new RunIdentity(
        System.getProperty("kindling.run.id", "without-run"),
        Integer.getInteger("kindling.attempt", 1));
  }
}
