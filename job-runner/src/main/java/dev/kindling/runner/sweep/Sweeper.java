package dev.kindling.runner.sweep;

import dev.kindling.model.guard.GuardProtocol;
import dev.kindling.model.run.DriverState;
import dev.kindling.runner.cluster.ClusterView;
import dev.kindling.runner.cluster.ClusterView.DriverOnMaster;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the drivers at the master that have our guard and belong to no run: left behind by a
 * submission whose answer was lost and whose worker never got to run the guard, or by a
 * job-runner's data that are gone. Drivers without the guard are never looked at. Not thread-safe;
 * no I/O.
 *
 * <p>A driver has to be a stranger in every look for a while, and the looks must not be far apart:
 * a job-runner that was frozen knows nothing of what was launched meanwhile.
 */
public final class Sweeper {
  private final Duration patience;
  private final Duration longestGap;
  private final Map<String, Instant> strangers = new HashMap<>();
  private Instant lastLook = Instant.MIN;

  /**
   * @param patience for how long a driver must be a stranger: longer than a submission's answer may
   *     take to be written down
   * @param longestGap between two looks that belong together
   */
  public Sweeper(Duration patience, Duration longestGap) {
    this.patience = patience;
    this.longestGap = longestGap;
  }

  /**
   * Takes a look at the cluster.
   *
   * @param known the drivers that runs know, complete as of now
   * @return the ids of drivers to be killed; each again with every look until it is gone
   */
  public List<String> look(ClusterView cluster, Set<String> known) {
    Instant now = cluster.takenAt();
    if (!cluster.isAlive() || lastLook.isBefore(now.minus(longestGap))) {
      strangers.clear();
    }
    lastLook = now;
    if (!cluster.isAlive()) {
      return List.of();
    }
    Map<String, DriverOnMaster> drivers = cluster.drivers();
    strangers
        .keySet()
        .removeIf(
            id -> !drivers.containsKey(id) || isNoStranger(drivers.get(id), known.contains(id)));
    drivers.forEach(
        (id, driver) -> {
          if (!isNoStranger(driver, known.contains(id))) {
            strangers.putIfAbsent(id, now);
          }
        });
    return strangers.entrySet().stream()
        .filter(one -> !now.isBefore(one.getValue().plus(patience)))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** How many drivers are strangers as of the last look. */
  public int strangers() {
    return strangers.size();
  }

  private static boolean isNoStranger(DriverOnMaster driver, boolean known) {
    return known
        || !GuardProtocol.GUARD_CLASS.equals(driver.mainClass())
        || !(driver.state() == DriverState.RUNNING || driver.state() == DriverState.SUBMITTED);
  }
}
