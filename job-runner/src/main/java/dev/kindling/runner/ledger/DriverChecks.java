package dev.kindling.runner.ledger;

import dev.kindling.model.job.LaunchMode;
import dev.kindling.model.run.Attempt;
import dev.kindling.model.run.AttemptState;
import dev.kindling.model.run.DriverState;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunState;
import dev.kindling.runner.cluster.ClusterView;
import dev.kindling.runner.cluster.ClusterView.DriverOnMaster;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What a look at the master says about the driver of a run, and what has to be asked or done again.
 * Remembers only when it last asked. Used on the owner's thread.
 */
final class DriverChecks {
  /** A driver that was just accepted may be missing in a page that was made before. */
  private static final Duration SHOWS_AFTER = Duration.ofSeconds(5);

  /** How often one driver is asked about, or killed again. */
  private static final Duration AGAIN = Duration.ofSeconds(5);

  private final Map<String, Instant> lastCall = new HashMap<>();

  /** What to do about a driver. */
  enum Check {
    /** Nothing is known, and nothing can be asked. */
    NONE,
    /** The page says it all. */
    SEEN,
    /** The page says it all, and the kill has to be repeated. */
    SEEN_AND_KILL,
    /** The submission server knows more than the page. */
    ASK
  }

  /** Looks at the driver of a run's live attempt. */
  Check check(Run run, ClusterView cluster, Instant now) {
    Attempt attempt = run.liveAttempt().orElse(null);
    if (attempt == null
        || attempt.driverId() == null
        || run.job().spec().launch().via() == LaunchMode.LAUNCHER) {
      return Check.NONE;
    }
    DriverOnMaster driver = cluster.drivers().get(attempt.driverId());
    if (driver == null) {
      return shouldShow(attempt, cluster) && mayCall("ask " + attempt.driverId(), now)
          ? Check.ASK
          : Check.NONE;
    }
    if (needsMessage(attempt, driver)) {
      return mayCall("ask " + attempt.driverId(), now) ? Check.ASK : Check.NONE;
    }
    // A kill right after the master's recovery is acknowledged and forgotten: repeat it.
    return run.state() == RunState.CANCELLING
            && driver.state() == DriverState.RUNNING
            && mayCall("kill " + attempt.driverId(), now)
        ? Check.SEEN_AND_KILL
        : Check.SEEN;
  }

  /** The attempt of this driver has ended. */
  void forget(String driverId) {
    lastCall.remove("ask " + driverId);
    lastCall.remove("kill " + driverId);
  }

  private static boolean shouldShow(Attempt attempt, ClusterView cluster) {
    return attempt.submittedAt() != null
        && attempt.submittedAt().plus(SHOWS_AFTER).isBefore(cluster.takenAt());
  }

  /** Why a worker could not start a driver stands only in the submission server's answer. */
  private static boolean needsMessage(Attempt attempt, DriverOnMaster driver) {
    return driver.state() == DriverState.ERROR && attempt.state() != AttemptState.CLAIMED;
  }

  private boolean mayCall(String call, Instant now) {
    Instant last = lastCall.get(call);
    if (last != null && now.isBefore(last.plus(AGAIN)) && !now.isBefore(last)) {
      return false;
    }
    lastCall.put(call, now);
    return true;
  }
}
