package dev.kindling.model.run;

/** Where one attempt stands. */
public enum AttemptState {
  /** Written down; whether the master has it is not known yet. */
  LAUNCHING,
  /** The master answered with a driver id. */
  SUBMITTED,
  /** Granted to one driver; user code runs. */
  CLAIMED,
  SUCCEEDED,
  FAILED,
  /** Vanished: its lease ran out or the master lost it. */
  LOST,
  /** Given up before user code ran: a driver of it that still turns up is refused. */
  ABANDONED,
  CANCELLED,
  TIMED_OUT;

  public boolean isFinal() {
    return switch (this) {
      case SUCCEEDED, FAILED, LOST, ABANDONED, CANCELLED, TIMED_OUT -> true;
      case LAUNCHING, SUBMITTED, CLAIMED -> false;
    };
  }
}
