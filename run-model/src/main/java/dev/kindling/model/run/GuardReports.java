package dev.kindling.model.run;

import dev.kindling.model.guard.FinalReport;
import dev.kindling.model.guard.GuardProtocol;
import java.util.Locale;

/** Guard reports in the words of a run. Pure. */
final class GuardReports {
  private GuardReports() {}

  static Outcome outcome(FinalReport report) {
    return new Outcome(
        report.exitCode() < 0 ? null : report.exitCode(),
        failureClass(report),
        report.exceptionClass(),
        report.message(),
        report.rootCauseClass(),
        report.rootCauseMessage());
  }

  private static FailureClass failureClass(FinalReport report) {
    String thrown = report.exceptionClass();
    if (report.exitCode() == GuardProtocol.EXIT_NO_MAIN_CLASS) {
      return FailureClass.MISCONFIGURED;
    }
    if (isSignal(report)) {
      return FailureClass.LOST;
    }
    if (thrown == null) {
      return FailureClass.EXIT_CODE;
    }
    boolean outOfMemory =
        OutOfMemoryError.class.getName().equals(thrown)
            || OutOfMemoryError.class.getName().equals(report.rootCauseClass());
    return outOfMemory ? FailureClass.OUT_OF_MEMORY : FailureClass.EXCEPTION;
  }

  /** 128 and the signal's number, as the JVM exits after SIGHUP, SIGINT and SIGTERM. */
  private static boolean isSignal(FinalReport report) {
    int code = report.exitCode();
    return report.exceptionClass() == null && (code == 129 || code == 130 || code == 143);
  }

  static String reason(FinalReport report) {
    if (isSignal(report)) {
      return "The driver was ended from outside"
          + (report.message() == null ? "." : ": " + report.message() + ".");
    }
    if (report.exceptionClass() == null) {
      return report.exitCode() < 0
          ? report.message() == null ? "User code ended the driver." : report.message() + "."
          : String.format(
              Locale.ROOT, "User code ended the driver with exit code %d.", report.exitCode());
    }
    String cause =
        report.rootCauseClass() == null ? report.exceptionClass() : report.rootCauseClass();
    String message = report.rootCauseClass() == null ? report.message() : report.rootCauseMessage();
    return "The job failed with " + cause + (message == null ? "." : ": " + firstLine(message));
  }

  static String firstLine(String text) {
    String line = text.strip().lines().findFirst().orElse("");
    return line.length() > 500 ? line.substring(0, 500) : line;
  }
}
