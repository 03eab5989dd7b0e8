package dev.kindling.model.guard;

/**
 * A guard's sign of life. Sent with POST {@code /internal/v1/leases}.
 *
 * @param runId the run, never null
 * @param attempt the attempt's number, from 1
 * @param token the attempt's secret, never null
 * @param appId the Spark application id once the driver has one, else null
 */
public record LeaseRequest(String runId, int attempt, String token, String appId) {}
