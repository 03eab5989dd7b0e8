package dev.kindling.model.run;

import dev.kindling.model.job.FailureClass;
import java.time.Duration;
import java.time.Instant;

/** How attempts end, and what follows for their run. Pure. */
final class Endings {
  /** Attempts that came to nothing before user code ran; more of them mean that none ever will. */
  static final int MAX_ABANDONED = 8;

  private static final Duration FIRST_ABANDONED_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_ABANDONED_PAUSE = Duration.ofSeconds(30);

  private Endings() {}

  static Decision success(Run run, Attempt attempt, String reason, Instant now) {
    Attempt ended = attempt.ended(AttemptState.SUCCEEDED, Outcome.success(0), reason, now);
    if (run.state() == RunState.CANCELLING && run.ending() == RunState.TIMED_OUT) {
      // It was on its way out; that it got done in the last moment does not undo the promise.
      return Decision.to(run.withLast(ended, RunState.TIMED_OUT, run.reason(), now));
    }
    return Decision.to(run.withLast(ended, RunState.SUCCEEDED, reason, now));
  }

  static Decision failure(Run run, Attempt attempt, Outcome outcome, String reason, Instant now) {
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
    boolean atOnce = lost || outcome.failureClass() == FailureClass.INFRASTRUCTURE;
    Duration pause = atOnce ? Duration.ZERO : Backoff.beforeAttempt(run, counted);
    String next = reason + " Attempt " + (counted + 1) + " of " + allowed + " follows.";
    return Decision.to(ended.retrying(next, now.plus(pause), now));
  }

  static boolean retryFollows(Run run, Outcome outcome) {
    return run.state() != RunState.CANCELLING
        && run.job().spec().retry().covers(outcome.failureClass())
        && counted(run) < run.job().spec().retry().maxAttempts();
  }

  /** Attempts that may have run user code. */
  private static int counted(Run run) {
    return (int)
        run.attempts().stream()
            .filter(attempt -> attempt.state() != AttemptState.ABANDONED)
            .count();
  }

  static Decision abandon(Run run, Attempt attempt, String reason, Instant now) {
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

  /** Ends a run by decision, not by its driver: at once if no user code runs, else by a kill. */
  static Decision end(Run run, RunState target, String reason, Instant now) {
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
}
