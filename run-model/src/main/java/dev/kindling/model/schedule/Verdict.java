package dev.kindling.model.schedule;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What was decided about an instant of a schedule. */
public enum Verdict {
  /** A run was asked for. */
  @JsonProperty("fired")
  FIRED,
  /** The schedule was paused. */
  @JsonProperty("paused")
  PAUSED,
  /** A later one that was due at the same time stands for it. */
  @JsonProperty("coalesced")
  COALESCED,
  /** It was noticed too late. */
  @JsonProperty("missed")
  MISSED,
  /** The schedule excludes it. */
  @JsonProperty("excluded")
  EXCLUDED,
  /** The schedule had stopped by itself. */
  @JsonProperty("stopped")
  STOPPED,
  /** The schedule's job was not defined. */
  @JsonProperty("no-job")
  NO_JOB,
  /** The schedule's parameters do not fit the schema of its job. */
  @JsonProperty("invalid-parameters")
  INVALID_PARAMETERS,
  /** Job and parameters together did not fit into a Kafka record. */
  @JsonProperty("too-large")
  TOO_LARGE
}
