package dev.kindling.model.run;

import dev.kindling.model.guard.FinalReport;
import java.time.Instant;
import java.util.List;

/** What can happen to a run, as its owner hears of it. */
public sealed interface RunCommand {
  /** Start the next attempt, whose token has this hash. */
  record Begin(String tokenHash) implements RunCommand {}

  /**
   * The master took the driver of an attempt.
   *
   * @param at when its answer came; null for now
   */
  record Accepted(int attempt, String driverId, Instant at) implements RunCommand {
    public Accepted(int attempt, String driverId) {
      this(attempt, driverId, null);
    }
  }

  /** The driver of an attempt was certainly not created; {@code permanent} if it never will be. */
  record NotCreated(int attempt, String reason, boolean permanent) implements RunCommand {}

  /** Nobody knows whether the driver of an attempt was created. */
  record Unknown(int attempt, String reason) implements RunCommand {}

  /** A guard asks whether its process is the attempt. */
  record Claim(int attempt, String tokenHash, String driverId, String host, long pid)
      implements RunCommand {}

  /** A guard gives a sign of life; what it does not know or has told before is null. */
  record Renew(int attempt, String tokenHash, String appId, List<Executor> executors)
      implements RunCommand {
    /** A sign of life without news of executors. */
    public Renew(int attempt, String tokenHash, String appId) {
      this(attempt, tokenHash, appId, null);
    }
  }

  /** A guard tells how user code ended. */
  record Report(String tokenHash, FinalReport report) implements RunCommand {}

  /** The master says this about an attempt's driver; message and worker may be null. */
  record DriverSeen(String driverId, DriverState state, String worker, String message)
      implements RunCommand {}

  /** An ALIVE master does not know an attempt's driver. */
  record DriverUnknown(String driverId) implements RunCommand {}

  /**
   * The driver's own process has ended with this code, where we are its parent (launcher mode).
   * {@code lastWords} is the last line that it wrote, or null.
   */
  record DriverExited(int attempt, int exitCode, String lastWords) implements RunCommand {}

  /** The lease of a claimed attempt ran out. */
  record LeaseExpired(int attempt) implements RunCommand {}

  /** Somebody wants the run to end. */
  record CancelAsked(RunRequest.Cancel request) implements RunCommand {}

  /** The run is not to start at all. */
  record Skip(String reason) implements RunCommand {}

  /** Why a queued run still waits. */
  record Waits(String waitingFor) implements RunCommand {}

  /** Time passed: deadlines are looked at. */
  record Tick() implements RunCommand {}

  /** A new owner took the run over. */
  record TakenOver() implements RunCommand {}
}
