package dev.kindling.runner.admission;

import dev.kindling.model.job.LaunchMode;
import dev.kindling.model.job.LaunchSpec;
import dev.kindling.model.run.DriverState;
import dev.kindling.model.run.Run;
import dev.kindling.runner.cluster.ClusterView;
import dev.kindling.runner.cluster.ClusterView.DriverOnMaster;
import dev.kindling.runner.cluster.ClusterView.WorkerSlots;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What of the cluster is spoken for, but not yet to be seen at the master: drivers just sent, and
 * the first executors of drivers whose application has not shown up. One look at the master is up
 * to a poll period old; without this book a burst of runs would all be let in on the same free
 * cores.
 *
 * <p>Shared by all partitions of an owner, on its thread. What other job-runners have promised is
 * known a tenth of a second after they have written it down.
 */
public final class CapacityBook {
  /** An application that has an id has asked for its executors; the next looks show them. */
  private static final Duration EXECUTORS_SHOW_AFTER = Duration.ofSeconds(3);

  private final Map<String, Reserved> reserved = new HashMap<>();
  private final Map<String, LiveAttempt> everybodys;

  /** Of a job-runner that is alone. */
  public CapacityBook() {
    this(Map.of());
  }

  /**
   * @param everybodys the attempts under way of all job-runners by run, ours among them; may change
   *     at any time
   */
  public CapacityBook(Map<String, LiveAttempt> everybodys) {
    this.everybodys = everybodys;
  }

  /** A run goes to the master now. */
  public void reserve(Run run, Instant now) {
    reserved.put(run.id(), Reserved.of(run, now));
  }

  /** How many drivers run beside this job-runner, or are about to. */
  int launched() {
    return (int) reserved.values().stream().filter(Reserved::beside).count();
  }

  /** Keeps a run's entry true to its state. */
  public void follow(Run run, Instant now) {
    Reserved entry = reserved.get(run.id());
    if (!run.state().isActive()) {
      reserved.remove(run.id());
    } else if (entry == null) {
      reserved.put(run.id(), Reserved.of(run, now).seen(run, now));
    } else {
      reserved.put(run.id(), entry.seen(run, now));
    }
  }

  /** The partition of a run is not ours any more. */
  public void forget(String runId) {
    reserved.remove(runId);
  }

  /** Whether a run that needs this can be let in on this view. */
  public boolean fits(Need need, ClusterView view) {
    List<Free> free = new ArrayList<>();
    for (WorkerSlots worker : view.workers()) {
      free.add(new Free(worker.coresFree(), worker.memoryFreeMb()));
    }
    Set<String> own = new HashSet<>();
    List<Reserved> promised = new ArrayList<>(reserved.values());
    everybodys.forEach(
        (runId, live) -> {
          if (!reserved.containsKey(runId) && live.need() != null) {
            promised.add(Reserved.of(live));
          }
        });
    promised.forEach(entry -> own.add(entry.driverId()));
    // Drivers of others that wait at the master come before us; one that fits nowhere takes nothing
    // and must not hold us up for ever.
    view.drivers()
        .forEach(
            (id, driver) -> {
              if (driver.state() == DriverState.SUBMITTED && !own.contains(id)) {
                take(free, driver.cores(), driver.memoryMb());
              }
            });
    for (Reserved entry : promised) {
      if (entry.elsewhere) {
        continue;
      }
      if (!entry.driverShows(view)) {
        take(free, entry.need.driverCores(), entry.need.driverMb());
      }
      if (!entry.executorShows(view)) {
        take(free, entry.need.executorCores(), entry.need.executorMb());
      }
    }
    return take(free, need.driverCores(), need.driverMb())
        && take(free, need.executorCores(), need.executorMb());
  }

  private static boolean take(List<Free> free, int cores, int megabytes) {
    for (Free worker : free) {
      if (worker.cores >= cores && worker.megabytes >= megabytes) {
        worker.cores -= cores;
        worker.megabytes -= megabytes;
        return true;
      }
    }
    return false;
  }

  private static final class Free {
    private int cores;
    private int megabytes;

    Free(int cores, int megabytes) {
      this.cores = cores;
      this.megabytes = megabytes;
    }
  }

  /**
   * @param beside whether the driver runs beside the job-runner
   * @param elsewhere whether it takes nothing of our cluster
   */
  private record Reserved(
      Need need,
      boolean beside,
      boolean elsewhere,
      Instant since,
      String driverId,
      Instant appSince) {
    static Reserved of(Run run, Instant now) {
      LaunchSpec launch = run.job().spec().launch();
      return new Reserved(
          Need.of(run),
          launch.via() == LaunchMode.LAUNCHER,
          launch.master() != null,
          now,
          null,
          null);
    }

    /** Of another job-runner. */
    static Reserved of(LiveAttempt live) {
      return new Reserved(live.need(), false, false, null, live.driverId(), live.appSince());
    }

    Reserved seen(Run run, Instant now) {
      String driver = run.liveAttempt().map(attempt -> attempt.driverId()).orElse(null);
      boolean hasApp = run.liveAttempt().map(attempt -> attempt.appId()).isPresent();
      Instant appeared = hasApp && appSince == null ? now : appSince;
      return new Reserved(need, beside, elsewhere, since, driver, appeared);
    }

    boolean driverShows(ClusterView view) {
      DriverOnMaster driver = driverId == null ? null : view.drivers().get(driverId);
      return driver != null && driver.state() != DriverState.SUBMITTED;
    }

    boolean executorShows(ClusterView view) {
      return appSince != null && view.takenAt().isAfter(appSince.plus(EXECUTORS_SHOW_AFTER));
    }
  }
}
