package dev.kindling.model.guard;

import java.util.List;

/**
 * A guard's sign of life. Sent with POST {@code /internal/v1/leases}.
 *
 * @param runId the run, never null
 * @param attempt the attempt's number, from 1
 * @param token the attempt's secret, never null
 * @param appId the Spark application id once the driver has one, else null
 * @param executors all executors so far, when there are new ones; else null. Their worker is the
 *     host and port of its web UI, since a driver knows nothing else of it.
 */
public record LeaseRequest(
    String runId, int attempt, String token, String appId, List<ExecutorSeen> executors) {
  /** A sign of life without news of executors. */
  public LeaseRequest(String runId, int attempt, String token, String appId) {
    this(runId, attempt, token, appId, null);
  }
}
