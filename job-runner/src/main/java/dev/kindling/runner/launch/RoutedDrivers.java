package dev.kindling.runner.launch;

import dev.kindling.model.job.LaunchMode;
import dev.kindling.runner.launch.beside.LauncherDrivers;
import dev.kindling.runner.ledger.Drivers;

/** Each driver by the way that its job chose. */
public final class RoutedDrivers implements Drivers {
  private final RestDrivers rest;
  private final LauncherDrivers beside;

  public RoutedDrivers(RestDrivers rest, LauncherDrivers beside) {
    this.rest = rest;
    this.beside = beside;
  }

  @Override
  public void submit(Launch launch) {
    if (launch.run().job().spec().launch().via() == LaunchMode.LAUNCHER) {
      beside.submit(launch);
    } else {
      rest.submit(launch);
    }
  }

  /**
   * A driver that another job-runner has started beside itself is neither ours nor the master's:
   * its lease, which is renewed no more, ends it.
   */
  @Override
  public void kill(String driverId) {
    if (beside.has(driverId)) {
      beside.kill(driverId);
    } else {
      rest.kill(driverId);
    }
  }

  @Override
  public void ask(int partition, String runId, String driverId) {
    rest.ask(partition, runId, driverId);
  }
}
