package dev.kindling.gateway.problem;

import static java.util.Objects.requireNonNull;

import java.util.OptionalInt;

/**
 * Ends a request with a problem. It carries no stack trace: it is an answer, not a fault of ours.
 */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;
  private final int retryAfterSeconds;

  ProblemException(Problem problem, int retryAfterSeconds, Throwable cause) {
    super(problem.detail(), cause, false, false);
    this.problem = requireNonNull(problem, "problem is null");
    this.retryAfterSeconds = retryAfterSeconds;
  }

  public Problem problem() {
    return problem;
  }

  /** Seconds after which it may work; empty where waiting does not help. */
  public OptionalInt retryAfterSeconds() {
    return retryAfterSeconds > 0 ? OptionalInt.of(retryAfterSeconds) : OptionalInt.empty();
  }
}
