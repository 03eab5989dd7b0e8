package dev.kindling.model.job;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How drivers of a job reach the cluster. */
public enum LaunchMode {
  /** The submission API of a standalone master, driver on a worker. */
  @JsonProperty("rest")
  REST,
  /** SparkLauncher in client deploy mode, driver beside the job-runner. */
  @JsonProperty("launcher")
  LAUNCHER
}
