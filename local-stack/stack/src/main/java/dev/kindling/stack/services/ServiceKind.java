package dev.kindling.stack.services;

import java.util.List;

/** The four services of Kindling. */
public enum ServiceKind {
  GATEWAY("gateway", "dev.kindling.gateway.GatewayMain"),
  SCHEDULER("scheduler", "dev.kindling.scheduler.SchedulerMain"),
  JOB_RUNNER("job-runner", "dev.kindling.runner.JobRunnerMain"),
  LOG_SHIPPER("log-shipper", "dev.kindling.shipper.LogShipperMain");

  private final String label;
  private final String mainClass;

  ServiceKind(String label, String mainClass) {
    this.label = label;
    this.mainClass = mainClass;
  }

  /** What people call it. */
  public String label() {
    return label;
  }

  String mainClass() {
    return mainClass;
  }

  /**
   * What its JVM gets beside what all get. The gateway has a small nursery: a client waits for each
   * answer, and a collection takes the longer the more has come since the last one (measured at
   * 20,000 runs a second: 6 ms and not 20).
   */
  List<String> jvmOptions() {
    return this == GATEWAY ? List.of("-Xmn24m") : List.of();
  }
}
