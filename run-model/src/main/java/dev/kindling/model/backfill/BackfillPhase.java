package dev.kindling.model.backfill;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a backfill stands. */
public enum BackfillPhase {
  /** It asks for runs. */
  @JsonProperty("running")
  RUNNING,
  /** Somebody paused it; runs under way go on. */
  @JsonProperty("paused")
  PAUSED,
  /** It stopped by itself; runs under way go on. It goes on when it is resumed. */
  @JsonProperty("stopped")
  STOPPED,
  /** Somebody cancelled it. */
  @JsonProperty("cancelled")
  CANCELLED,
  /** Each instant has had its run. */
  @JsonProperty("done")
  DONE
}
