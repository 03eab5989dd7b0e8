package dev.kindling.model.guard;

import java.util.List;

/**
 * How the user's main class ended, told by the guard: the first truth about an attempt, before the
 * master's state and the lease. Sent with POST {@code /internal/v1/reports} until it is answered.
 *
 * @param runId the run, never null
 * @param attempt the attempt's number, from 1
 * @param token the attempt's secret, never null
 * @param exitCode the code that the driver is about to exit with; 0 is success, {@link
 *     GuardProtocol#EXIT_CODE_UNKNOWN} leaves the code to the master's state
 * @param exceptionClass the class of what main threw, else null
 * @param message its message, cut to 4,000 characters; without an exception, who ended the driver
 *     (a signal, a caller of System.exit); null when main returned
 * @param rootCauseClass the class of its last cause, null where main threw nothing
 * @param rootCauseMessage the message of its last cause, cut to 4,000 characters, else null
 * @param appId the Spark application id if the driver had one, else null
 * @param executors all executors that it had, as in {@link LeaseRequest}; null where it had none
 */
public record FinalReport(
    String runId,
    int attempt,
    String token,
    int exitCode,
    String exceptionClass,
    String message,
    String rootCauseClass,
    String rootCauseMessage,
    String appId,
    List<ExecutorSeen> executors) {
  /** Of a driver without executors. */
  public FinalReport(
      String runId,
      int attempt,
      String token,
      int exitCode,
      String exceptionClass,
      String message,
      String rootCauseClass,
      String rootCauseMessage,
      String appId) {
    this(
        runId,
        attempt,
        token,
        exitCode,
        exceptionClass,
        message,
        rootCauseClass,
        rootCauseMessage,
        appId,
        null);
  }
}
