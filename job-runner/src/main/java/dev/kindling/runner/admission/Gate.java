package dev.kindling.runner.admission;

import dev.kindling.model.job.Limits;
import dev.kindling.model.run.Run;
import dev.kindling.runner.cluster.ClusterView;
import java.util.Optional;

/**
 * Says whether a queued run may start, and if not, what it waits for in words that a person can act
 * on. Used on the owner's thread.
 */
public final class Gate {
  private final CapacityBook capacity;
  private final boolean lookAtCapacity;

  /**
   * @param lookAtCapacity false lets the master queue drivers itself; for clusters whose free room
   *     the master does not know, and for measurements
   */
  public Gate(CapacityBook capacity, boolean lookAtCapacity) {
    this.capacity = capacity;
    this.lookAtCapacity = lookAtCapacity;
  }

  /**
   * @param underWay how many runs of the job are under way
   * @param view the last look at the cluster
   * @return what the run waits for; empty if it may start
   */
  public Optional<String> waitsFor(Run run, int underWay, ClusterView view) {
    Limits limits = run.job().spec().limits();
    if (limits.maxConcurrentRuns() != null && underWay >= limits.maxConcurrentRuns()) {
      return Optional.of(
          "a place: "
              + underWay
              + " of "
              + limits.maxConcurrentRuns()
              + " runs of the job are under way (limits/maxConcurrentRuns)");
    }
    if (!view.isAlive()) {
      return Optional.of("an ALIVE Spark master; it is " + view.status());
    }
    if (!lookAtCapacity) {
      return Optional.empty();
    }
    if (view.workers().isEmpty()) {
      return Optional.of("a Spark worker; the master has none that is alive");
    }
    Need need = Need.of(run.job().spec().spark());
    if (!capacity.fits(need, view)) {
      String waiting =
          view.waitingDrivers() == 0
              ? ""
              : "; " + view.waitingDrivers() + " driver(s) already wait at the Spark master";
      return Optional.of("free room in the cluster: " + need.words() + waiting);
    }
    return Optional.empty();
  }
}
