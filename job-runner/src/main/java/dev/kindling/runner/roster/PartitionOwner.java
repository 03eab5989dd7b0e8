package dev.kindling.runner.roster;

import java.time.Instant;

/**
 * Which job-runner owns a partition of runs, as the {@code kindling.owners} table has it. Written
 * in the first transaction of the owner, so that a fenced one never names itself.
 *
 * @param partition of the runs
 * @param instance the job-runner's name
 * @param url where guards reach it
 * @param since when it took the partition
 */
public record PartitionOwner(int partition, String instance, String url, Instant since) {
  /** The key of a partition's record. */
  public static String key(int partition) {
    return "runs-" + partition;
  }
}
