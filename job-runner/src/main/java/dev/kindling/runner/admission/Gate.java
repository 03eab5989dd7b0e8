package dev.kindling.runner.admission;

import dev.kindling.model.hold.HoldNames;
import dev.kindling.model.job.LaunchMode;
import dev.kindling.model.job.LaunchSpec;
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
  private final int launcherSlots;

  /**
   * @param lookAtCapacity false lets the master queue drivers itself; for clusters whose free room
   *     the master does not know, and for measurements
   * @param launcherSlots how many drivers may run beside this job-runner at once
   */
  public Gate(CapacityBook capacity, boolean lookAtCapacity, int launcherSlots) {
    this.capacity = capacity;
    this.lookAtCapacity = lookAtCapacity;
    this.launcherSlots = launcherSlots;
  }

  /**
   * @param ofJob how many runs of the job are under way
   * @param ofPool how many runs of the pool are under way; 0 for a job without one
   * @param view the last look at the cluster
   * @return what the run waits for; empty if it may start
   */
  Optional<Closed> look(Run run, int ofJob, int ofPool, AdmissionRules rules, ClusterView view) {
    Optional<Closed> byPeople = byPeople(run, ofJob, ofPool, rules);
    return byPeople.isPresent() ? byPeople : byMachines(run, view);
  }

  private static Optional<Closed> byPeople(Run run, int ofJob, int ofPool, AdmissionRules rules) {
    Optional<String> hold = rules.holdOn(run);
    if (hold.isPresent()) {
      return Optional.of(held(hold.get(), rules.holds().get(hold.get())));
    }
    Limits limits = run.job().spec().limits();
    if (limits.maxConcurrentRuns() != null && ofJob >= limits.maxConcurrentRuns()) {
      return closed(
          Closed.Scope.JOB,
          "a place: "
              + ofJob
              + " of "
              + limits.maxConcurrentRuns()
              + " runs of the job are under way (limits/maxConcurrentRuns)");
    }
    return limits.pool() == null ? Optional.empty() : byPool(limits.pool(), ofPool, rules);
  }

  private static Closed held(String hold, String reason) {
    boolean all = hold.equals(HoldNames.ALL);
    Closed.Scope scope =
        all
            ? Closed.Scope.ALL
            : hold.startsWith(HoldNames.pool("")) ? Closed.Scope.POOL : Closed.Scope.JOB;
    return new Closed(
        scope,
        "the end of the hold "
            + hold
            + (all ? ": nothing starts now" : "")
            + (reason.isEmpty() ? "" : " (" + reason + ")"));
  }

  private static Optional<Closed> byPool(String pool, int ofPool, AdmissionRules rules) {
    Integer slots = rules.poolSlots().get(pool);
    if (slots == null) {
      return closed(
          Closed.Scope.POOL,
          "the pool "
              + pool
              + ", which is not defined: PUT /api/v1/pools/"
              + pool
              + " says how many slots it has");
    }
    return ofPool < slots
        ? Optional.empty()
        : closed(
            Closed.Scope.POOL,
            "a slot: " + ofPool + " of " + slots + " slots of the pool " + pool + " are taken");
  }

  private Optional<Closed> byMachines(Run run, ClusterView view) {
    LaunchSpec launch = run.job().spec().launch();
    if (launch.via() == LaunchMode.LAUNCHER && capacity.launched() >= launcherSlots) {
      return closed(
          Closed.Scope.JOB,
          "a place beside this job-runner: "
              + capacity.launched()
              + " of "
              + launcherSlots
              + " drivers run there (KINDLING_LAUNCHER_SLOTS)");
    }
    if (launch.master() != null) {
      // Somebody else's cluster, or none: its own queue has to do.
      return Optional.empty();
    }
    if (!view.isAlive()) {
      return closed(Closed.Scope.JOB, "an ALIVE Spark master; it is " + view.status());
    }
    if (!lookAtCapacity) {
      return Optional.empty();
    }
    if (view.workers().isEmpty()) {
      return closed(Closed.Scope.JOB, "a Spark worker; the master has none that is alive");
    }
    Need need = Need.of(run);
    if (capacity.fits(need, view)) {
      return Optional.empty();
    }
    String waiting =
        view.waitingDrivers() == 0
            ? ""
            : "; " + view.waitingDrivers() + " driver(s) already wait at the Spark master";
    return closed(Closed.Scope.ROOM, "free room in the cluster: " + need.words() + waiting);
  }

  private static Optional<Closed> closed(Closed.Scope scope, String words) {
    return Optional.of(new Closed(scope, words));
  }
}
