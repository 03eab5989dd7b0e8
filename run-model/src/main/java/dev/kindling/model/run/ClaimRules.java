package dev.kindling.model.run;

import java.time.Instant;
import java.util.Objects;

/** What a guard is told that asks to be an attempt, or to go on as one. Pure. */
final class ClaimRules {
  private ClaimRules() {}

  static Decision claim(Run run, RunCommand.Claim claim, Instant now) {
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

  static Decision renew(Run run, RunCommand.Renew renew, Instant now) {
    Attempt attempt = run.liveAttempt(renew.attempt()).orElse(null);
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
    Attempt named = attempt.running(renew.appId(), renew.executors());
    if (named.equals(attempt)) {
      return Decision.yes(run, lease);
    }
    return Decision.yes(run.withLast(named, run.state(), run.reason(), now).keeping(run), lease);
  }

  private static boolean graceOver(Run run, Instant now) {
    return run.cancel() == null || !now.isBefore(run.cancel().at().plus(RunMachine.CANCEL_GRACE));
  }
}
