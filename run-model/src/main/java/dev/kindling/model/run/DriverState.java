package dev.kindling.model.run;

/** Spark's DriverState of 4.0.0, as the standalone master reports it. */
public enum DriverState {
  SUBMITTED,
  RUNNING,
  /** Exit code 0, even of a driver that was being killed. */
  FINISHED,
  /** Ended for its id: a supervised driver was created anew under an unlinked id. */
  RELAUNCHING,
  UNKNOWN,
  KILLED,
  /** Exit code other than 0. */
  FAILED,
  /** The worker could not start it, or the worker is lost: never a proof that it is dead. */
  ERROR;

  /** The state of this name; one that this Spark does not have yet decides nothing. */
  public static DriverState of(String name) {
    for (DriverState state : values()) {
      if (state.name().equals(name)) {
        return state;
      }
    }
    return UNKNOWN;
  }
}
