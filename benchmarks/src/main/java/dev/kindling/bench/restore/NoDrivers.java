package dev.kindling.bench.restore;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.runner.launch.Launch;
import dev.kindling.runner.ledger.Drivers;

/** For partitions that have no reason to talk to a master. */
final class NoDrivers implements Drivers {
  @Override
  public void submit(Launch launch) {
    throw new BenchException("nothing is launched here");
  }

  @Override
  public void kill(String driverId) {
    throw new BenchException("nothing is killed here");
  }

  @Override
  public void ask(int partition, String runId, String driverId) {
    throw new BenchException("nobody is asked here");
  }
}
