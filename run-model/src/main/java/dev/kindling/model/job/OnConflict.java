package dev.kindling.model.job;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a run when as many runs of its job are unfinished as may be under way. */
public enum OnConflict {
  /** It waits until one of them has ended. */
  @JsonProperty("queue")
  QUEUE,
  /** It ends as SKIPPED and never starts. */
  @JsonProperty("skip")
  SKIP,
  /** The oldest of them is cancelled for it. */
  @JsonProperty("replace")
  REPLACE
}
