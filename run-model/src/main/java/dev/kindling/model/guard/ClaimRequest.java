package dev.kindling.model.guard;

/**
 * What a guard asks before it lets any user code run: may this process be the attempt? Sent with
 * POST {@code /internal/v1/claims}.
 *
 * @param runId the run, never null
 * @param attempt the attempt's number, from 1
 * @param token the attempt's secret as the driver's environment gave it, never null
 * @param driverId the id that the Spark master gave this driver; null where there is no master
 * @param host the name of the machine, for people; never null
 * @param pid the process id of the driver on that machine
 */
public record ClaimRequest(
    String runId, int attempt, String token, String driverId, String host, long pid) {}
