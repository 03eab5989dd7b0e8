package dev.kindling.model.run;

import dev.kindling.model.guard.FinalReport;
import dev.kindling.model.guard.GuardProtocol;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The rules of a run's life: which state follows from which command, and what to do then. Pure: no
 * clock, no randomness, no I/O, so that the same commands give the same run anywhere.
 *
 * <p>The invariants that it keeps, whatever the order of commands:
 *
 * <ul>
 *   <li>an attempt is granted to at most one process, and only while it is the current attempt of a
 *       run that nobody ended;
 *   <li>a next attempt begins only after the one before can run no user code any more: it was never
 *       granted (the fence refuses a late claim), or its end or the end of its lease is proven;
 *   <li>a final state never changes.
 * </ul>
 *
 * <p>The order of truths about an end is that of the launch protocol: the guard's report, then the
 * master's state, then the lease.
 */
public final class RunMachine {
  /** How long a cancelled driver may take to end after the kill before its lease is refused. */
  static final Duration CANCEL_GRACE = Duration.ofSeconds(15);

  /**
   * How long a driver that the master runs may take to claim: the guard itself gives up at 60 s.
   */
  static final Duration CLAIM_DEADLINE = Duration.ofMinutes(3);

  /** How long the answer to a submission may stay out; the submission itself gives up at 12 s. */
  static final Duration ANSWER_DEADLINE = Duration.ofMinutes(1);

  /** Attempts that came to nothing before user code ran; more of them mean that none ever will. */
  static final int MAX_ABANDONED = 8;

  private static final Duration FIRST_ABANDONED_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_ABANDONED_PAUSE = Duration.ofSeconds(30);

  private RunMachine() {}

  /** The first state of a run that was asked for. */
  public static Run accept(RunRequest.Requested request, Instant now) {
    return Run.requested(request, "its turn", now);
  }

  /** What follows from a command; a command that fits no more changes nothing. */
  public static Decision decide(Run run, RunCommand command, Instant now) {
    Decision decision = follow(run, command, now);
    if (!decision.changes(run)) {
      return decision;
    }
    // A decision may take several steps; to everybody else it is one change.
    Run next = decision.run().withVersion(run.version() + 1);
    return new Decision(next, decision.effects(), decision.answer());
  }

  private static Decision follow(Run run, RunCommand command, Instant now) {
    if (command instanceof RunCommand.Begin begin) {
      return begin(run, begin, now);
    } else if (command instanceof RunCommand.Accepted accepted) {
      return accepted(run, accepted, now);
    } else if (command instanceof RunCommand.NotCreated notCreated) {
      return notCreated(run, notCreated, now);
    } else if (command instanceof RunCommand.Unknown unknown) {
      return unknown(run, unknown, now);
    } else if (command instanceof RunCommand.Claim claim) {
      return claim(run, claim, now);
    } else if (command instanceof RunCommand.Renew renew) {
      return renew(run, renew, now);
    } else if (command instanceof RunCommand.Report report) {
      return report(run, report, now);
    } else if (command instanceof RunCommand.DriverSeen seen) {
      return driverSeen(run, seen, now);
    } else if (command instanceof RunCommand.DriverUnknown gone) {
      return driverUnknown(run, gone, now);
    } else if (command instanceof RunCommand.LeaseExpired expired) {
      return leaseExpired(run, expired, now);
    } else if (command instanceof RunCommand.CancelAsked cancel) {
      return cancel(run, cancel.request(), now);
    } else if (command instanceof RunCommand.Waits waits) {
      return waits(run, waits, now);
    } else if (command instanceof RunCommand.TakenOver) {
      return takenOver(run, now);
    } else if (command instanceof RunCommand.Tick) {
      return tick(run, now);
    }
    throw new IllegalArgumentException("not a command: " + command);
  }

  private static Decision begin(Run run, RunCommand.Begin begin, Instant now) {
    if (run.state() != RunState.QUEUED) {
      return Decision.to(run);
    }
    int number = run.attempts().size() + 1;
    return Decision.to(
        run.begun(Attempt.begun(number, begin.tokenHash(), now), now),
        new RunEffect.Submit(number));
  }

  private static Decision accepted(Run run, RunCommand.Accepted accepted, Instant now) {
    Optional<Attempt> live = live(run, accepted.attempt());
    if (live.isEmpty()) {
      // The attempt was given up meanwhile. The fence refuses this driver; no need to wait for it.
      return Decision.to(run, new RunEffect.Kill(accepted.driverId()));
    }
    String known = live.get().driverId();
    if (known != null) {
      // The driver's own claim was quicker than the master's answer. Should the answer name another
      // one, something on the way repeated the request: the one that was granted stays.
      return known.equals(accepted.driverId())
          ? Decision.to(run)
          : Decision.to(run, new RunEffect.Kill(accepted.driverId()));
    }
    Attempt attempt = live.get().submitted(accepted.driverId(), now);
    if (run.state() == RunState.CANCELLING) {
      // Only now is it known which driver has to go.
      return Decision.to(
          run.withLast(attempt, run.state(), run.reason(), now),
          new RunEffect.Kill(accepted.driverId()));
    }
    RunState next = run.state() == RunState.LAUNCHING ? RunState.SUBMITTED : run.state();
    return Decision.to(run.withLast(attempt, next, attempt.reason(), now));
  }

  private static Decision notCreated(Run run, RunCommand.NotCreated command, Instant now) {
    Optional<Attempt> live = unclaimed(run, command.attempt());
    if (live.isEmpty()) {
      return Decision.to(run);
    }
    if (!command.permanent()) {
      return abandon(run, live.get(), command.reason(), now);
    }
    Outcome outcome = Outcome.failure(FailureClass.MISCONFIGURED);
    Attempt ended = live.get().ended(AttemptState.FAILED, outcome, command.reason(), now);
    return Decision.to(run.withLast(ended, RunState.FAILED, command.reason(), now));
  }

  private static Decision unknown(Run run, RunCommand.Unknown command, Instant now) {
    return unclaimed(run, command.attempt())
        .map(attempt -> abandon(run, attempt, command.reason(), now))
        .orElse(Decision.to(run));
  }

  private static Decision claim(Run run, RunCommand.Claim claim, Instant now) {
    Attempt attempt = run.lastAttempt().orElse(null);
    if (attempt == null || attempt.number() != claim.attempt()) {
      return Decision.no(
          run, "attempt " + claim.attempt() + " is not the current attempt of the run");
    }
    if (!attempt.tokenHash().equals(claim.tokenHash())) {
      return Decision.no(run, "the token is not the attempt's");
    }
    if (attempt.state() == AttemptState.CLAIMED) {
      // The guard asks again when our first answer got lost; any other process is refused.
      return isHolder(attempt, claim)
          ? Decision.yes(run, new RunEffect.StartLease(attempt.number()))
          : Decision.no(run, "the attempt is already granted to another process");
    }
    if (attempt.state().isFinal()) {
      return Decision.no(run, "the attempt has ended: " + attempt.reason());
    }
    if (attempt.driverId() != null
        && claim.driverId() != null
        && !attempt.driverId().equals(claim.driverId())) {
      return Decision.no(run, "the attempt belongs to " + attempt.driverId());
    }
    Attempt granted = attempt.claimed(claim.driverId(), claim.host(), claim.pid(), now);
    return Decision.yes(
        run.withLast(granted, RunState.RUNNING, granted.reason(), now),
        new RunEffect.StartLease(attempt.number()));
  }

  private static boolean isHolder(Attempt attempt, RunCommand.Claim claim) {
    return Objects.equals(attempt.host(), claim.host())
        && Objects.equals(attempt.pid(), claim.pid())
        && (claim.driverId() == null || claim.driverId().equals(attempt.driverId()));
  }

  private static Decision renew(Run run, RunCommand.Renew renew, Instant now) {
    Attempt attempt = live(run, renew.attempt()).orElse(null);
    if (attempt == null || attempt.state() != AttemptState.CLAIMED) {
      return Decision.no(run, "the attempt has ended for its owner: " + run.reason());
    }
    if (!attempt.tokenHash().equals(renew.tokenHash())) {
      return Decision.no(run, "the token is not the attempt's");
    }
    if (run.state() == RunState.CANCELLING && graceOver(run, now)) {
      return Decision.no(run, run.reason());
    }
    RunEffect lease = new RunEffect.StartLease(attempt.number());
    if (renew.appId() == null || renew.appId().equals(attempt.appId())) {
      return Decision.yes(run, lease);
    }
    Attempt named = attempt.withAppId(renew.appId());
    return Decision.yes(run.withLast(named, run.state(), run.reason(), now).keeping(run), lease);
  }

  private static boolean graceOver(Run run, Instant now) {
    return run.cancel() == null || !now.isBefore(run.cancel().at().plus(CANCEL_GRACE));
  }

  private static Decision report(Run run, RunCommand.Report command, Instant now) {
    FinalReport report = command.report();
    Attempt attempt = live(run, report.attempt()).orElse(null);
    if (attempt == null || !attempt.tokenHash().equals(command.tokenHash())) {
      return Decision.to(run);
    }
    Attempt named = report.appId() == null ? attempt : attempt.withAppId(report.appId());
    if (report.exitCode() == 0) {
      return success(run, named, "The job's main method returned.", now);
    }
    Outcome outcome = GuardReports.outcome(report);
    String reason = GuardReports.reason(report);
    if (report.exitCode() == GuardProtocol.EXIT_CODE_UNKNOWN || retryFollows(run, outcome)) {
      // Either the exit code is still to come, from the master; or a retry follows, and that must
      // not begin while shutdown hooks of this process may still run.
      if (outcome.equals(attempt.outcome())) {
        return Decision.to(run);
      }
      String why = run.state() == RunState.CANCELLING ? run.reason() : reason;
      return Decision.to(
          run.withLast(named.reported(outcome, reason), run.state(), why, now).keeping(run));
    }
    return failure(run, named, outcome, reason, now);
  }

  private static Decision driverSeen(Run run, RunCommand.DriverSeen seen, Instant now) {
    Attempt attempt = ofDriver(run, seen.driverId()).orElse(null);
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
              ? success(run, attempt, "The driver ended with exit code 0.", now)
              : abandon(run, attempt, "The driver ended before it claimed the attempt.", now);
      case FAILED ->
          claimed
              ? failure(
                  run,
                  attempt,
                  Outcome.failure(FailureClass.LOST),
                  "The driver's process ended without a word from its guard: killed, out of memory"
                      + " on its machine, or cut off for a whole lease. The end of its stderr may"
                      + " say more.",
                  now)
              : abandon(
                  run,
                  attempt,
                  "The driver ended before it claimed the attempt; its stderr says why.",
                  now);
      case KILLED ->
          claimed
              ? failure(
                  run,
                  attempt,
                  Outcome.failure(FailureClass.LOST),
                  "The driver was killed at the Spark master.",
                  now)
              : abandon(run, attempt, "The driver was killed before it claimed.", now);
      case ERROR, RELAUNCHING ->
          claimed ? Decision.to(run) : couldNotStart(run, attempt, seen.message(), now);
    };
  }

  /** The guard has told how it went; the master now tells whether the process is gone. */
  private static Decision reportedDriverSeen(
      Run run, Attempt attempt, DriverState state, Instant now) {
    boolean codeUnknown =
        attempt.outcome().failureClass() == FailureClass.EXIT_CODE
            && attempt.outcome().exitCode() == null;
    return switch (state) {
      case FINISHED ->
          codeUnknown
              ? success(run, attempt, "User code ended the driver with exit code 0.", now)
              : failure(run, attempt, attempt.outcome(), attempt.reason(), now);
      case FAILED, KILLED -> failure(run, attempt, attempt.outcome(), attempt.reason(), now);
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
      return failure(
          run,
          attempt,
          outcome,
          "The worker could not fetch the job's jar: " + why + " Check spark/appResource.",
          now);
    }
    return abandon(run, attempt, "The Spark worker could not start the driver: " + why, now);
  }

  /** What DriverRunner's download says of a jar that is not there. */
  private static boolean isMissingFile(String message) {
    return message.contains("FileNotFoundException")
        || message.contains("NoSuchFileException")
        || message.contains("does not exist");
  }

  private static Decision driverUnknown(Run run, RunCommand.DriverUnknown gone, Instant now) {
    // A claimed attempt is alive until its lease says otherwise, whatever the master has forgotten.
    return ofDriver(run, gone.driverId())
        .filter(attempt -> attempt.state() == AttemptState.SUBMITTED)
        .map(
            attempt ->
                abandon(run, attempt, "The Spark master does not know the driver any more.", now))
        .orElse(Decision.to(run));
  }

  private static Decision leaseExpired(Run run, RunCommand.LeaseExpired expired, Instant now) {
    Attempt attempt = live(run, expired.attempt()).orElse(null);
    if (attempt == null || attempt.state() != AttemptState.CLAIMED) {
      return Decision.to(run);
    }
    if (attempt.outcome() != null) {
      return failure(run, attempt, attempt.outcome(), attempt.reason(), now);
    }
    String reason =
        "The driver gave no sign of life for a whole lease; it has halted itself or is cut off.";
    Decision lost = failure(run, attempt, Outcome.failure(FailureClass.LOST), reason, now);
    return attempt.driverId() == null
        ? lost
        : Decision.to(lost.run(), new RunEffect.Kill(attempt.driverId()));
  }

  private static Decision cancel(Run run, RunRequest.Cancel request, Instant now) {
    if (run.state().isFinal() || run.state() == RunState.CANCELLING) {
      return Decision.to(run);
    }
    String reason =
        "Cancelled"
            + (request.by() == null ? "" : " by " + request.by())
            + (request.reason() == null ? "." : ": " + request.reason());
    // The grace counts from here: the request may have waited, and another clock has stamped it.
    RunRequest.Cancel begun =
        new RunRequest.Cancel(request.runId(), request.by(), request.reason(), now);
    return end(run.withCancel(begun, now), RunState.CANCELLED, reason, now);
  }

  /** Ends a run by decision, not by its driver: at once if no user code runs, else by a kill. */
  private static Decision end(Run run, RunState target, String reason, Instant now) {
    Attempt attempt = run.liveAttempt().orElse(null);
    if (attempt == null) {
      return Decision.to(run.ended(target, reason, now));
    }
    if (attempt.state() == AttemptState.CLAIMED) {
      Run ending = run.ending(target, reason, now);
      return attempt.driverId() == null
          ? Decision.to(ending)
          : Decision.to(ending, new RunEffect.Kill(attempt.driverId()));
    }
    Run ended =
        run.withLast(attempt.ended(stateFor(target), null, reason, now), target, reason, now);
    return attempt.driverId() == null
        ? Decision.to(ended)
        : Decision.to(ended, new RunEffect.Kill(attempt.driverId()));
  }

  private static AttemptState stateFor(RunState target) {
    return target == RunState.TIMED_OUT ? AttemptState.TIMED_OUT : AttemptState.CANCELLED;
  }

  private static Decision waits(Run run, RunCommand.Waits waits, Instant now) {
    if (run.state() != RunState.QUEUED || Objects.equals(run.waitingFor(), waits.waitingFor())) {
      return Decision.to(run);
    }
    return Decision.to(run.waitingFor(waits.waitingFor(), now));
  }

  private static Decision takenOver(Run run, Instant now) {
    Attempt attempt = run.liveAttempt().orElse(null);
    if (attempt == null) {
      return Decision.to(run);
    }
    return switch (attempt.state()) {
      case LAUNCHING ->
          abandon(
              run,
              attempt,
              "The job-runner stopped before it learned the driver's id; a driver of this attempt"
                  + " is refused.",
              now);
      case CLAIMED -> Decision.to(run, new RunEffect.StartLease(attempt.number()));
      case SUBMITTED, SUCCEEDED, FAILED, LOST, ABANDONED, CANCELLED, TIMED_OUT -> Decision.to(run);
    };
  }

  private static Decision tick(Run run, Instant now) {
    return switch (run.state()) {
      case QUEUED -> queueTimeout(run, now);
      case RETRY_WAIT ->
          run.retryAt() != null && !now.isBefore(run.retryAt())
              ? Decision.to(
                  run.queued("The pause before the next attempt is over.", "its turn", now))
              : Decision.to(run);
      case LAUNCHING, SUBMITTED, RUNNING -> attemptTimeout(run, now);
      case REQUESTED, CANCELLING, SUCCEEDED, FAILED, LOST, TIMED_OUT, CANCELLED, SKIPPED ->
          Decision.to(run);
    };
  }

  private static Decision queueTimeout(Run run, Instant now) {
    Duration limit = run.job().spec().limits().queueTimeout();
    if (limit == null || !isOver(limit, run.queuedAt(), now)) {
      return Decision.to(run);
    }
    String reason =
        "Waited longer than limits/queueTimeout (" + limit + ") for " + run.waitingFor() + ".";
    return Decision.to(run.ended(RunState.TIMED_OUT, reason, now));
  }

  /** Compares spans, not instants: no limit can push an instant over its end. */
  private static boolean isOver(Duration limit, Instant since, Instant now) {
    return Duration.between(since, now).compareTo(limit) >= 0;
  }

  private static Decision attemptTimeout(Run run, Instant now) {
    Attempt attempt = run.liveAttempt().orElse(null);
    if (attempt == null) {
      return Decision.to(run);
    }
    if (attempt.submittedAt() == null) {
      return isOver(ANSWER_DEADLINE, attempt.createdAt(), now)
          ? abandon(run, attempt, "Nobody heard what became of the submission.", now)
          : Decision.to(run);
    }
    Duration limit = run.job().spec().limits().timeout();
    if (limit != null && isOver(limit, attempt.submittedAt(), now)) {
      RunRequest.Cancel timeout = new RunRequest.Cancel(run.id(), null, "timeout", now);
      return end(
          run.withCancel(timeout, now),
          RunState.TIMED_OUT,
          "Ran longer than limits/timeout (" + limit + ").",
          now);
    }
    if (attempt.state() == AttemptState.SUBMITTED
        && attempt.worker() != null
        && !now.isBefore(attempt.submittedAt().plus(CLAIM_DEADLINE))) {
      Decision abandoned =
          abandon(run, attempt, "The driver runs but never claimed the attempt.", now);
      return Decision.to(abandoned.run(), new RunEffect.Kill(attempt.driverId()));
    }
    return Decision.to(run);
  }

  private static Decision success(Run run, Attempt attempt, String reason, Instant now) {
    Attempt ended = attempt.ended(AttemptState.SUCCEEDED, Outcome.success(0), reason, now);
    if (run.state() == RunState.CANCELLING && run.ending() == RunState.TIMED_OUT) {
      // It was on its way out; that it got done in the last moment does not undo the promise.
      return Decision.to(run.withLast(ended, RunState.TIMED_OUT, run.reason(), now));
    }
    return Decision.to(run.withLast(ended, RunState.SUCCEEDED, reason, now));
  }

  private static Decision failure(
      Run run, Attempt attempt, Outcome outcome, String reason, Instant now) {
    if (run.state() == RunState.CANCELLING) {
      RunState target = run.ending() == null ? RunState.CANCELLED : run.ending();
      Attempt ended = attempt.ended(stateFor(target), outcome, reason, now);
      return Decision.to(run.withLast(ended, target, run.reason(), now));
    }
    boolean lost = outcome.failureClass() == FailureClass.LOST;
    AttemptState how = lost ? AttemptState.LOST : AttemptState.FAILED;
    RunState end = lost ? RunState.LOST : RunState.FAILED;
    Run ended = run.withLast(attempt.ended(how, outcome, reason, now), end, reason, now);
    int counted = counted(ended);
    int allowed = run.job().spec().retry().maxAttempts();
    if (!retryFollows(run, outcome)) {
      return Decision.to(ended);
    }
    Duration pause = lost ? Duration.ZERO : Backoff.beforeAttempt(run, counted);
    String next = reason + " Attempt " + (counted + 1) + " of " + allowed + " follows.";
    return Decision.to(ended.retrying(next, now.plus(pause), now));
  }

  private static boolean retryFollows(Run run, Outcome outcome) {
    return run.state() != RunState.CANCELLING
        && outcome.failureClass().retryable()
        && counted(run) < run.job().spec().retry().maxAttempts();
  }

  /** Attempts that may have run user code. */
  private static int counted(Run run) {
    return (int)
        run.attempts().stream()
            .filter(attempt -> attempt.state() != AttemptState.ABANDONED)
            .count();
  }

  private static Decision abandon(Run run, Attempt attempt, String reason, Instant now) {
    Attempt ended = attempt.ended(AttemptState.ABANDONED, null, reason, now);
    Run abandoned = run.withLast(ended, RunState.FAILED, reason, now);
    int abandonedSoFar = abandoned.attempts().size() - counted(abandoned);
    if (abandonedSoFar >= MAX_ABANDONED) {
      String why = "No attempt got as far as user code in " + abandonedSoFar + " tries: " + reason;
      return Decision.to(run.withLast(ended, RunState.FAILED, why, now));
    }
    Duration pause =
        Backoff.doubled(FIRST_ABANDONED_PAUSE, LONGEST_ABANDONED_PAUSE, abandonedSoFar - 1);
    return Decision.to(
        abandoned.retrying(reason + " Another attempt follows.", now.plus(pause), now));
  }

  private static Optional<Attempt> live(Run run, int number) {
    return run.liveAttempt().filter(attempt -> attempt.number() == number);
  }

  private static Optional<Attempt> unclaimed(Run run, int number) {
    return live(run, number).filter(attempt -> attempt.state() != AttemptState.CLAIMED);
  }

  private static Optional<Attempt> ofDriver(Run run, String driverId) {
    return run.liveAttempt().filter(attempt -> driverId.equals(attempt.driverId()));
  }
}
