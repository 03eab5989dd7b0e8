package dev.kindling.model.run;

import dev.kindling.model.job.FailureClass;

/**
 * How an attempt ended, as far as anybody knows.
 *
 * @param exitCode the driver's exit code; null where nobody saw it
 * @param failureClass null for a success or a cancellation
 * @param exceptionClass what main threw, or null
 * @param message its message, or null
 * @param rootCauseClass its last cause, or null
 * @param rootCauseMessage that one's message, or null
 */
public record Outcome(
    Integer exitCode,
    FailureClass failureClass,
    String exceptionClass,
    String message,
    String rootCauseClass,
    String rootCauseMessage) {
  public static Outcome success(int exitCode) {
    return new Outcome(exitCode, null, null, null, null, null);
  }

  public static Outcome failure(FailureClass failureClass) {
    return new Outcome(null, failureClass, null, null, null, null);
  }
}
