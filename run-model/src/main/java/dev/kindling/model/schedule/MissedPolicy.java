package dev.kindling.model.schedule;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which of several instants that are due at once become runs. */
public enum MissedPolicy {
  /** Only those that are on time. */
  @JsonProperty("none")
  NONE,
  /** The last one, which stands for the others. */
  @JsonProperty("last")
  LAST,
  /** Each of them. */
  @JsonProperty("all")
  ALL
}
