package dev.kindling.agent.ending;

import dev.kindling.model.guard.FinalReport;
import dev.kindling.model.guard.GuardProtocol;

/**
 * How a driver ends, before it is put into a {@link FinalReport}; see there for the fields.
 * Messages are cut here.
 */
public record Outcome(
    int exitCode,
    String exceptionClass,
    String message,
    String rootCauseClass,
    String rootCauseMessage) {
  /** What a JVM exits with after an uncaught exception. */
  public static final int EXIT_UNCAUGHT = 1;

  private static final int LONGEST_MESSAGE = 4_000;

  public Outcome {
    message = cut(message);
    rootCauseMessage = cut(rootCauseMessage);
  }

  /** Main returned. */
  public static Outcome returned() {
    return new Outcome(0, null, null, null, null);
  }

  /** Main threw. */
  public static Outcome threw(Throwable thrown) {
    return ofThrowable(EXIT_UNCAUGHT, thrown);
  }

  /** There is no main to call; the message names the class, the cause is what the JVM threw. */
  public static Outcome noMain(String message, Throwable cause) {
    Outcome outcome = ofThrowable(GuardProtocol.EXIT_NO_MAIN_CLASS, cause);
    return new Outcome(
        outcome.exitCode,
        outcome.exceptionClass,
        message,
        outcome.rootCauseClass,
        outcome.rootCauseMessage);
  }

  /** A secret is not there for this driver; the message names it and where it was looked for. */
  public static Outcome noSecret(Throwable missing) {
    return ofThrowable(GuardProtocol.EXIT_NO_SECRET, missing);
  }

  /** The JVM shuts down by somebody's call; with which code is for the master to say. */
  public static Outcome exitCalled(String message) {
    return new Outcome(GuardProtocol.EXIT_CODE_UNKNOWN, null, message, null, null);
  }

  /** The JVM shuts down by a signal, which it answers with code 128 + number. */
  public static Outcome signalled(String name, int number) {
    return new Outcome(128 + number, null, "ended by " + name, null, null);
  }

  private static Outcome ofThrowable(int code, Throwable thrown) {
    Throwable root = rootCause(thrown);
    return new Outcome(
        code,
        thrown.getClass().getName(),
        messageOf(thrown),
        root.getClass().getName(),
        messageOf(root));
  }

  /** The last cause; stops at a loop, and at a cause that cannot be asked for. */
  private static Throwable rootCause(Throwable thrown) {
    Throwable root = thrown;
    for (int depth = 0; depth < 100; depth++) {
      Throwable cause = causeOf(root);
      if (cause == null || cause == root || cause == thrown) {
        return root;
      }
      root = cause;
    }
    return root;
  }

  private static Throwable causeOf(Throwable thrown) {
    try {
      return thrown.getCause();
    } catch (RuntimeException e) {
      return null;
    }
  }

  /** The user's exceptions may override anything, and throw from it. */
  private static String messageOf(Throwable thrown) {
    try {
      return thrown.getMessage();
    } catch (RuntimeException e) {
      return "(its getMessage threw " + e.getClass().getName() + ")";
    }
  }

  private static String cut(String text) {
    return text == null || text.length() <= LONGEST_MESSAGE
        ? text
        : text.substring(0, LONGEST_MESSAGE);
  }
}
