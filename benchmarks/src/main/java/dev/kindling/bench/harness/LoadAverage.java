package dev.kindling.bench.harness;

import java.lang.management.ManagementFactory;

/** How busy the machine is, as the system says. */
final class LoadAverage {
  private LoadAverage() {}

  /** Of the last minute; negative where the system does not tell. */
  static double now() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }
}
