package dev.kindling.model.run;

import dev.kindling.model.job.FailureClass;
import dev.kindling.model.job.LaunchMode;
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

  /**
   * How long the answer to a submission may stay out. The submission gives up at 52 s: 40 of
   * waiting for its turn, 2 for a connection, 10 for the answer.
   */
  static final Duration ANSWER_DEADLINE = Duration.ofMinutes(1);

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
      return ClaimRules.claim(run, claim, now);
    } else if (command instanceof RunCommand.Renew renew) {
      return ClaimRules.renew(run, renew, now);
    } else if (command instanceof RunCommand.Report report) {
      return DriverRules.report(run, report, now);
    } else if (command instanceof RunCommand.DriverSeen seen) {
      return DriverRules.driverSeen(run, seen, now);
    } else if (command instanceof RunCommand.DriverUnknown gone) {
      return DriverRules.driverUnknown(run, gone, now);
    } else if (command instanceof RunCommand.DriverExited exited) {
      return DriverRules.exited(run, exited, now);
    } else if (command instanceof RunCommand.LeaseExpired expired) {
      return DriverRules.leaseExpired(run, expired, now);
    } else if (command instanceof RunCommand.CancelAsked cancel) {
      return cancel(run, cancel.request(), now);
    } else if (command instanceof RunCommand.Skip skip) {
      return skip(run, skip, now);
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
        run.begun(Attempt.begun(number, begin.tokenHash(), MemoryRules.next(run), now), now),
        new RunEffect.Submit(number));
  }

  private static Decision accepted(Run run, RunCommand.Accepted accepted, Instant now) {
    Optional<Attempt> live = run.liveAttempt(accepted.attempt());
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
    boolean told = accepted.at() != null && accepted.at().isBefore(now);
    Attempt attempt = live.get().submitted(accepted.driverId(), told ? accepted.at() : now);
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
      return Endings.abandon(run, live.get(), command.reason(), now);
    }
    Outcome outcome = Outcome.failure(FailureClass.MISCONFIGURED);
    Attempt ended = live.get().ended(AttemptState.FAILED, outcome, command.reason(), now);
    return Decision.to(run.withLast(ended, RunState.FAILED, command.reason(), now));
  }

  private static Decision unknown(Run run, RunCommand.Unknown command, Instant now) {
    return unclaimed(run, command.attempt())
        .map(attempt -> Endings.abandon(run, attempt, command.reason(), now))
        .orElse(Decision.to(run));
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
    return Endings.end(run.withCancel(begun, now), RunState.CANCELLED, reason, now);
  }

  private static Decision skip(Run run, RunCommand.Skip skip, Instant now) {
    return run.state() == RunState.QUEUED && run.attempts().isEmpty()
        ? Decision.to(run.ended(RunState.SKIPPED, skip.reason(), now))
        : Decision.to(run);
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
          Endings.abandon(
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
    Instant startBy = run.admission().startBy();
    if (startBy != null && run.attempts().isEmpty() && !now.isBefore(startBy)) {
      String reason =
          "It had to start by " + startBy + " and still waited for " + run.waitingFor() + ".";
      return Decision.to(run.ended(RunState.SKIPPED, reason, now));
    }
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
          ? Endings.abandon(run, attempt, "Nobody heard what became of the submission.", now)
          : Decision.to(run);
    }
    Duration limit = run.job().spec().limits().timeout();
    if (limit != null && isOver(limit, attempt.submittedAt(), now)) {
      RunRequest.Cancel timeout = new RunRequest.Cancel(run.id(), null, "timeout", now);
      return Endings.end(
          run.withCancel(timeout, now),
          RunState.TIMED_OUT,
          "Ran longer than limits/timeout (" + limit + ").",
          now);
    }
    // At the master a driver may wait for a worker; beside the job-runner it runs at once.
    boolean runs =
        attempt.worker() != null || run.job().spec().launch().via() == LaunchMode.LAUNCHER;
    if (attempt.state() == AttemptState.SUBMITTED
        && runs
        && !now.isBefore(attempt.submittedAt().plus(CLAIM_DEADLINE))) {
      Decision abandoned =
          Endings.abandon(run, attempt, "The driver runs but never claimed the attempt.", now);
      return Decision.to(abandoned.run(), new RunEffect.Kill(attempt.driverId()));
    }
    return Decision.to(run);
  }

  private static Optional<Attempt> unclaimed(Run run, int number) {
    return run.liveAttempt(number).filter(attempt -> attempt.state() != AttemptState.CLAIMED);
  }
}
