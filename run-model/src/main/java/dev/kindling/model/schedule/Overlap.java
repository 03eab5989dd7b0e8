package dev.kindling.model.schedule;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a time that comes twice, because the clock was put back over it. */
public enum Overlap {
  /** The rule of Debian's cron(8): fixed times are due the first time only, others both times. */
  @JsonProperty("cron")
  CRON,
  /** It is due the first time only. */
  @JsonProperty("first")
  FIRST,
  /** It is due the second time only. */
  @JsonProperty("second")
  SECOND,
  /** It is due both times. */
  @JsonProperty("both")
  BOTH;

  boolean firstTime() {
    return this != SECOND;
  }

  boolean secondTime(boolean fixedTimes) {
    return this == SECOND || this == BOTH || (this == CRON && !fixedTimes);
  }
}
