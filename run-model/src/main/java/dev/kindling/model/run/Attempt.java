package dev.kindling.model.run;

import java.time.Instant;
import java.util.List;

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
 * @param executors the executors that the application has had, the first {@link #MOST_EXECUTORS} of
 *     them; never null
 * @param memory what it has of memory where that is not what the job asks for, or null
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
    List<Executor> executors,
    Memory memory,
    Instant endedAt,
    Outcome outcome,
    String reason) {
  /** An application with thousands of executors must not make its run too large for Kafka. */
  public static final int MOST_EXECUTORS = 100;

  public Attempt {
    executors =
        executors == null
            ? List.of()
            : List.copyOf(executors.subList(0, Math.min(MOST_EXECUTORS, executors.size())));
  }

  public static Attempt begun(int number, String tokenHash, Memory memory, Instant now) {
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
        memory,
        null,
        null,
        "On its way to the Spark master.");
  }

  public Attempt submitted(String acceptedDriverId, Instant now) {
    boolean claimed = state == AttemptState.CLAIMED;
    Draft draft = new Draft(this);
    draft.state = claimed ? state : AttemptState.SUBMITTED;
    draft.submittedAt = submittedAt == null ? now : submittedAt;
    draft.driverId = acceptedDriverId;
    draft.reason = claimed ? reason : "The Spark master took the driver.";
    return draft.attempt();
  }

  public Attempt claimed(String claimedDriverId, String claimedHost, long claimedPid, Instant now) {
    Draft draft = new Draft(this);
    draft.state = AttemptState.CLAIMED;
    draft.submittedAt = submittedAt == null ? now : submittedAt;
    draft.driverId = claimedDriverId == null ? driverId : claimedDriverId;
    draft.claimedAt = now;
    draft.host = claimedHost;
    draft.pid = claimedPid;
    draft.reason = "The driver claimed the attempt; user code runs.";
    return draft.attempt();
  }

  /** What its guard tells of its application; null for what it does not. */
  public Attempt running(String knownAppId, List<Executor> known) {
    Draft draft = new Draft(this);
    draft.appId = knownAppId == null ? appId : knownAppId;
    draft.executors = known == null ? executors : known;
    return draft.attempt();
  }

  public Attempt withWorker(String knownWorker) {
    Draft draft = new Draft(this);
    draft.worker = knownWorker;
    return draft.attempt();
  }

  /** The guard told how it went; that the process is gone is still to be seen. */
  public Attempt reported(Outcome told, String why) {
    Draft draft = new Draft(this);
    draft.outcome = told;
    draft.reason = why;
    return draft.attempt();
  }

  public Attempt ended(AttemptState how, Outcome known, String why, Instant now) {
    Draft draft = new Draft(this);
    draft.state = how;
    draft.outcome = known;
    draft.reason = why;
    draft.endedAt = now;
    return draft.attempt();
  }

  /** The next attempt value while it is being written; never leaves a method. */
  private static final class Draft {
    private final Attempt before;
    private AttemptState state;
    private Instant submittedAt;
    private String driverId;
    private Instant claimedAt;
    private String host;
    private Long pid;
    private String appId;
    private String worker;
    private List<Executor> executors;
    private Instant endedAt;
    private Outcome outcome;
    private String reason;

    Draft(Attempt before) {
      this.before = before;
      state = before.state;
      submittedAt = before.submittedAt;
      driverId = before.driverId;
      claimedAt = before.claimedAt;
      host = before.host;
      pid = before.pid;
      appId = before.appId;
      worker = before.worker;
      executors = before.executors;
      endedAt = before.endedAt;
      outcome = before.outcome;
      reason = before.reason;
    }

    Attempt attempt() {
      return new Attempt(
          before.number,
          state,
          before.tokenHash,
          before.createdAt,
          submittedAt,
          driverId,
          claimedAt,
          host,
          pid,
          appId,
          worker,
          executors,
          before.memory,
          endedAt,
          outcome,
          reason);
    }
  }
}
