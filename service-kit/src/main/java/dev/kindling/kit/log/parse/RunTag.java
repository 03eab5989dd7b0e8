package dev.kindling.kit.log.parse;

import static java.util.Objects.requireNonNull;

/**
 * To which run a process belongs, as the job-runner wrote it into the driver's properties.
 *
 * @param runId the run, never null
 * @param attempt the attempt's number, from 1
 * @param job the job's name; null if the worker's redaction hid it
 */
public record RunTag(String runId, int attempt, String job) {
  public RunTag {
    requireNonNull(runId, "runId is null");
  }
}
