package dev.kindling.model.run;

/** The life of a run; the arrows between the states stand in {@link RunMachine}. */
public enum RunState {
  /** Accepted, not yet seen by its owner. */
  REQUESTED,
  /** Waits for its turn; the run says for what. */
  QUEUED,
  /** The attempt is written down and on its way to the master. */
  LAUNCHING,
  /** The master took the driver; it has not claimed the attempt. */
  SUBMITTED,
  /** The driver claimed the attempt: user code runs. */
  RUNNING,
  /** Somebody wants the run to end; its driver may still be alive. */
  CANCELLING,
  /** An attempt failed and another follows. */
  RETRY_WAIT,
  SUCCEEDED,
  FAILED,
  /** The last attempt vanished without a word and none follows. */
  LOST,
  TIMED_OUT,
  CANCELLED,
  /** Never started, by a rule that the reason names. */
  SKIPPED;

  /** Whether a run in this state never changes again. */
  public boolean isFinal() {
    return switch (this) {
      case SUCCEEDED, FAILED, LOST, TIMED_OUT, CANCELLED, SKIPPED -> true;
      case REQUESTED, QUEUED, LAUNCHING, SUBMITTED, RUNNING, CANCELLING, RETRY_WAIT -> false;
    };
  }

  /** Whether an attempt is under way, so that the run counts against limits. */
  public boolean isActive() {
    return switch (this) {
      case LAUNCHING, SUBMITTED, RUNNING, CANCELLING -> true;
      case REQUESTED, QUEUED, RETRY_WAIT, SUCCEEDED, FAILED, LOST, TIMED_OUT, CANCELLED, SKIPPED ->
          false;
    };
  }
}
