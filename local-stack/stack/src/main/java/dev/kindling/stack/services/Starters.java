package dev.kindling.stack.services;

import dev.kindling.gateway.GatewayApp;
import dev.kindling.runner.JobRunnerApp;
import dev.kindling.scheduler.SchedulerApp;
import dev.kindling.shipper.LogShipperApp;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** The composition roots of the four services. */
public final class Starters {
  private Starters() {}

  public static Map<ServiceKind, HostedServices.Starter> of(Set<ServiceKind> kinds) {
    Map<ServiceKind, HostedServices.Starter> starters = new EnumMap<>(ServiceKind.class);
    kinds.forEach(kind -> starters.put(kind, of(kind)));
    return starters;
  }

  private static HostedServices.Starter of(ServiceKind kind) {
    return switch (kind) {
      case GATEWAY -> GatewayApp::start;
      case SCHEDULER -> SchedulerApp::start;
      case JOB_RUNNER -> JobRunnerApp::start;
      case LOG_SHIPPER -> LogShipperApp::start;
    };
  }
}
