package dev.kindling.model.run;

import dev.kindling.model.guard.FinalReport;
import dev.kindling.model.guard.GuardProtocol;
import dev.kindling.model.job.FailureClass;
import java.time.Instant;

/**
 * What follows from news about the driver of an attempt. The order of truths about an end is that
 * of the launch protocol: the guard's report, then the master's state or the process's own exit,
 * then the lease. Pure.
 */
final class DriverRules {
  private static final int KILLED_BY_SIGNAL_9 = 128 + 9;

  private DriverRules() {}

  static Decision report(Run run, RunCommand.Report command, Instant now) {
    FinalReport report = command.report();
    Attempt attempt = run.liveAttempt(report.attempt()).orElse(null);
    if (attempt == null || !attempt.tokenHash().equals(command.tokenHash())) {
      return Decision.to(run);
    }
    Attempt named = attempt.running(report.appId(), Executor.of(report.executors()));
    if (report.exitCode() == 0) {
      return Endings.success(run, named, "The job's main method returned.", now);
    }
    Outcome outcome = GuardReports.outcome(report);
    String reason = GuardReports.reason(report);
    if (report.exitCode() == GuardProtocol.EXIT_CODE_UNKNOWN
        || Endings.retryFollows(run, outcome)) {
      // Either the exit code is still to come, from the master; or a retry follows, and that must
      // not begin while shutdown hooks of this process may still run.
      if (outcome.equals(attempt.outcome())) {
        return Decision.to(run);
      }
      String why = run.state() == RunState.CANCELLING ? run.reason() : reason;
      return Decision.to(
          run.withLast(named.reported(outcome, reason), run.state(), why, now).keeping(run));
    }
    return Endings.failure(run, named, outcome, reason, now);
  }

  static Decision driverSeen(Run run, RunCommand.DriverSeen seen, Instant now) {
    Attempt attempt = run.liveAttemptOf(seen.driverId()).orElse(null);
    if (attempt == null) {
      return Decision.to(run);
    }
    boolean claimed = attempt.state() == AttemptState.CLAIMED;
    if (claimed && attempt.outcome() != null) {
      return reportedDriverSeen(run, attempt, seen.state(), now);
    }
    return switch (seen.state()) {
      case SUBMITTED, UNKNOWN -> Decision.to(run);
      case RUNNING -> worker(run, attempt, seen.worker(), now);
      case FINISHED ->
          claimed
              ? Endings.success(run, attempt, "The driver ended with exit code 0.", now)
              : Endings.abandon(
                  run, attempt, "The driver ended before it claimed the attempt.", now);
      case FAILED ->
          claimed
              ? Endings.failure(
                  run,
                  attempt,
                  Outcome.failure(FailureClass.LOST),
                  "The driver's process ended without a word from its guard: killed, out of memory"
                      + " on its machine, or cut off for a whole lease. The end of its stderr may"
                      + " say more.",
                  now)
              : Endings.abandon(
                  run,
                  attempt,
                  "The driver ended before it claimed the attempt; its stderr says why.",
                  now);
      case KILLED ->
          claimed
              ? Endings.failure(
                  run,
                  attempt,
                  Outcome.failure(FailureClass.LOST),
                  "The driver was killed at the Spark master.",
                  now)
              : Endings.abandon(run, attempt, "The driver was killed before it claimed.", now);
      case ERROR, RELAUNCHING ->
          claimed ? Decision.to(run) : couldNotStart(run, attempt, seen.message(), now);
    };
  }

  /** The exit of a driver that is our own child is the truth where its guard has not spoken. */
  static Decision exited(Run run, RunCommand.DriverExited exited, Instant now) {
    Attempt attempt = run.liveAttempt(exited.attempt()).orElse(null);
    if (attempt == null) {
      return Decision.to(run);
    }
    int code = exited.exitCode();
    if (attempt.state() != AttemptState.CLAIMED) {
      String words = exited.lastWords() == null ? "" : " Its last line: " + exited.lastWords();
      return Endings.abandon(
          run,
          attempt,
          "The driver ended with exit code " + code + " before it claimed the attempt." + words,
          now);
    }
    Outcome told = attempt.outcome();
    if (told != null && !isCodeUnknown(told)) {
      return Endings.failure(run, attempt, told, attempt.reason(), now);
    }
    if (code == 0) {
      return Endings.success(run, attempt, "The driver ended with exit code 0.", now);
    }
    if (told != null) {
      Outcome outcome = new Outcome(code, FailureClass.EXIT_CODE, null, told.message(), null, null);
      String reason = "User code ended the driver with exit code " + code + ".";
      return Endings.failure(run, attempt, outcome, reason, now);
    }
    Outcome outcome = new Outcome(code, FailureClass.LOST, null, null, null, null);
    return Endings.failure(run, attempt, outcome, wordless(code), now);
  }

  private static String wordless(int code) {
    return switch (code) {
      case GuardProtocol.EXIT_LEASE_LOST ->
          "The driver halted itself: it could not renew its lease for a whole lease.";
      case KILLED_BY_SIGNAL_9 ->
          "The driver was killed by signal 9 (exit code 137). Where nobody did that, its machine ran"
              + " out of memory: give the driver less, or the machine more.";
      default -> "The driver ended with exit code " + code + " without a word from its guard.";
    };
  }

  private static boolean isCodeUnknown(Outcome told) {
    return told.failureClass() == FailureClass.EXIT_CODE && told.exitCode() == null;
  }

  /** The guard has told how it went; the master now tells whether the process is gone. */
  private static Decision reportedDriverSeen(
      Run run, Attempt attempt, DriverState state, Instant now) {
    return switch (state) {
      case FINISHED ->
          isCodeUnknown(attempt.outcome())
              ? Endings.success(run, attempt, "User code ended the driver with exit code 0.", now)
              : Endings.failure(run, attempt, attempt.outcome(), attempt.reason(), now);
      case FAILED, KILLED ->
          Endings.failure(run, attempt, attempt.outcome(), attempt.reason(), now);
      case SUBMITTED, RUNNING, UNKNOWN, ERROR, RELAUNCHING -> Decision.to(run);
    };
  }

  private static Decision worker(Run run, Attempt attempt, String worker, Instant now) {
    if (worker == null || worker.equals(attempt.worker())) {
      return Decision.to(run);
    }
    return Decision.to(
        run.withLast(attempt.withWorker(worker), run.state(), run.reason(), now).keeping(run));
  }

  private static Decision couldNotStart(Run run, Attempt attempt, String message, Instant now) {
    String why = message == null ? "no message" : GuardReports.firstLine(message);
    if (message != null && isMissingFile(message)) {
      Outcome outcome =
          new Outcome(
              null, FailureClass.MISCONFIGURED, null, GuardReports.firstLine(message), null, null);
      return Endings.failure(
          run,
          attempt,
          outcome,
          "The worker could not fetch the job's jar: " + why + " Check spark/appResource.",
          now);
    }
    return Endings.abandon(
        run, attempt, "The Spark worker could not start the driver: " + why, now);
  }

  /** What DriverRunner's download says of a jar that is not there. */
  private static boolean isMissingFile(String message) {
    return message.contains("FileNotFoundException")
        || message.contains("NoSuchFileException")
        || message.contains("does not exist");
  }

  static Decision driverUnknown(Run run, RunCommand.DriverUnknown gone, Instant now) {
    // A claimed attempt is alive until its lease says otherwise, whatever the master has forgotten.
    return run.liveAttemptOf(gone.driverId())
        .filter(attempt -> attempt.state() == AttemptState.SUBMITTED)
        .map(
            attempt ->
                Endings.abandon(
                    run, attempt, "The Spark master does not know the driver any more.", now))
        .orElse(Decision.to(run));
  }

  static Decision leaseExpired(Run run, RunCommand.LeaseExpired expired, Instant now) {
    Attempt attempt = run.liveAttempt(expired.attempt()).orElse(null);
    if (attempt == null || attempt.state() != AttemptState.CLAIMED) {
      return Decision.to(run);
    }
    if (attempt.outcome() != null) {
      return Endings.failure(run, attempt, attempt.outcome(), attempt.reason(), now);
    }
    String reason =
        "The driver gave no sign of life for a whole lease; it has halted itself or is cut off.";
    Decision lost = Endings.failure(run, attempt, Outcome.failure(FailureClass.LOST), reason, now);
    return attempt.driverId() == null
        ? lost
        : Decision.to(lost.run(), new RunEffect.Kill(attempt.driverId()));
  }
}
