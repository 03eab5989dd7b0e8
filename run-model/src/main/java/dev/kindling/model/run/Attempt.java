package dev.kindling.model.run;

import java.time.Instant;

/**
 * One try at a run: at most one driver ever runs user code for it.
 *
 * @param number from 1
 * @param state never null
 * @param tokenHash SHA-256 of the attempt's token in hex; the token itself is never stored
 * @param createdAt when it was written down, before any call to Spark
 * @param submittedAt when it was known that the master has it, by the master's answer or by the
 *     driver's own claim; or null
 * @param driverId the master's id of the driver, or null
 * @param claimedAt when the claim was granted, or null
 * @param host the machine that the driver claimed from, or null
 * @param pid the driver's process id there, or null
 * @param appId the Spark application id, or null
 * @param worker the worker that runs the driver as the master names it, or null
 * @param endedAt when its end was known, or null
 * @param outcome how it ended, as soon as its guard or the master told; or null
 * @param reason the last change in a sentence that a person can act on
 */
public record Attempt(
    int number,
    AttemptState state,
    String tokenHash,
    Instant createdAt,
    Instant submittedAt,
    String driverId,
    Instant claimedAt,
    String host,
    Long pid,
    String appId,
    String worker,
    Instant endedAt,
    Outcome outcome,
    String reason) {

  public static Attempt begun(int number, String tokenHash, Instant now) {
    return new Attempt(
        number,
        AttemptState.LAUNCHING,
        tokenHash,
        now,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        "On its way to the Spark master.");
  }

  public Attempt submitted(String driverId, Instant now) {
    return new Attempt(
        number,
        state == AttemptState.CLAIMED ? state : AttemptState.SUBMITTED,
        tokenHash,
        createdAt,
        submittedAt == null ? now : submittedAt,
        driverId,
        claimedAt,
        host,
        pid,
        appId,
        worker,
        null,
        outcome,
        state == AttemptState.CLAIMED ? reason : "The Spark master took the driver.");
  }

  public Attempt claimed(String claimedDriverId, String host, long pid, Instant now) {
    return new Attempt(
        number,
        AttemptState.CLAIMED,
        tokenHash,
        createdAt,
        submittedAt == null ? now : submittedAt,
        claimedDriverId == null ? driverId : claimedDriverId,
        now,
        host,
        pid,
        appId,
        worker,
        null,
        null,
        "The driver claimed the attempt; user code runs.");
  }

  public Attempt withAppId(String appId) {
    return new Attempt(
        number,
        state,
        tokenHash,
        createdAt,
        submittedAt,
        driverId,
        claimedAt,
        host,
        pid,
        appId,
        worker,
        endedAt,
        outcome,
        reason);
  }

  public Attempt withWorker(String worker) {
    return new Attempt(
        number,
        state,
        tokenHash,
        createdAt,
        submittedAt,
        driverId,
        claimedAt,
        host,
        pid,
        appId,
        worker,
        endedAt,
        outcome,
        reason);
  }

  /** The guard told how it went; that the process is gone is still to be seen. */
  public Attempt reported(Outcome outcome, String reason) {
    return new Attempt(
        number,
        state,
        tokenHash,
        createdAt,
        submittedAt,
        driverId,
        claimedAt,
        host,
        pid,
        appId,
        worker,
        endedAt,
        outcome,
        reason);
  }

  public Attempt ended(AttemptState state, Outcome outcome, String reason, Instant now) {
    return new Attempt(
        number,
        state,
        tokenHash,
        createdAt,
        submittedAt,
        driverId,
        claimedAt,
        host,
        pid,
        appId,
        worker,
        now,
        outcome,
        reason);
  }
}
