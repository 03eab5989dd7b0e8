package dev.kindling.stack.services;

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
}
