package dev.kindling.model.run;

import dev.kindling.model.guard.FinalReport;
import dev.kindling.model.guard.GuardProtocol;
import dev.kindling.model.job.FailureClass;
import java.util.Locale;
import java.util.regex.Pattern;

/** Guard reports in the words of a run. Pure. */
final class GuardReports {
  private static final Pattern EXECUTOR_OUT_OF_MEMORY =
      Pattern.compile("java\\.lang\\.OutOfMemoryError|exited with code (52|137)\\b");

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
    if (isMisconfigured(report)) {
      return FailureClass.MISCONFIGURED;
    }
    if (isSignal(report) || isLossOfWorker(report)) {
      return FailureClass.LOST;
    }
    if (thrown == null) {
      return FailureClass.EXIT_CODE;
    }
    boolean outOfMemory =
        OutOfMemoryError.class.getName().equals(thrown)
            || OutOfMemoryError.class.getName().equals(report.rootCauseClass())
            || isExecutorsLackOfMemory(report.message())
            || isExecutorsLackOfMemory(report.rootCauseMessage());
    return outOfMemory ? FailureClass.OUT_OF_MEMORY : FailureClass.EXCEPTION;
  }

  /**
   * What a driver hears when executors run out of memory: the error of a task, or the exit code of
   * the executor (52 is SparkExitCode.OOM, 137 the kill by the machine) in a failed stage's words.
   */
  private static boolean isExecutorsLackOfMemory(String message) {
    return message != null
        && message.contains("Job aborted due to stage failure")
        && EXECUTOR_OUT_OF_MEMORY.matcher(message).find();
  }

  /** 128 and the signal's number, as the JVM exits after SIGHUP, SIGINT and SIGTERM. */
  private static boolean isSignal(FinalReport report) {
    int code = report.exitCode();
    return report.exceptionClass() == null && (code == 129 || code == 130 || code == 143);
  }

  /** A driver that loses its worker ends itself (DriverWrapper's WorkerWatcher of Spark 4.0.0). */
  private static boolean isLossOfWorker(FinalReport report) {
    return report.exceptionClass() == null
        && report.message() != null
        && report.message().contains("org.apache.spark.deploy.worker.WorkerWatcher");
  }

  private static boolean isMisconfigured(FinalReport report) {
    return report.exitCode() == GuardProtocol.EXIT_NO_MAIN_CLASS
        || report.exitCode() == GuardProtocol.EXIT_NO_SECRET;
  }

  static String reason(FinalReport report) {
    if (isMisconfigured(report) && report.message() != null) {
      // The guard's own words say more than the exception that it met.
      return "The driver could not begin: " + firstLine(report.message());
    }
    if (isLossOfWorker(report)) {
      return "The Spark worker of the driver is gone, and the driver ended itself.";
    }
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
