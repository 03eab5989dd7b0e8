package dev.kindling.model.schedule;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a time that does not exist, because the clock was put forward over it. */
public enum Gap {
  /**
   * The rule of Debian's cron(8): fixed times are due right after the change, others are left out.
   */
  @JsonProperty("cron")
  CRON,
  /** It is due right after the change; several such times make one instant. */
  @JsonProperty("shift")
  SHIFT,
  /** It is left out. */
  @JsonProperty("skip")
  SKIP;

  boolean shifts(boolean fixedTimes) {
    return this == SHIFT || (this == CRON && fixedTimes);
  }
}
