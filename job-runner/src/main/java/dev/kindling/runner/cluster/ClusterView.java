package dev.kindling.runner.cluster;

import dev.kindling.model.run.DriverState;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The cluster as one look at the master's {@code /json/} showed it.
 *
 * @param status the master's own word: ALIVE, STANDBY, RECOVERING, COMPLETING_RECOVERY; or {@link
 *     #UNREACHABLE}
 * @param detail what went wrong with the look, or null
 * @param workers the workers that the master counts as ALIVE
 * @param drivers the drivers that the master remembers, by id
 * @param master the ALIVE master that was looked at; null where none is
 * @param takenAt when the answer came
 */
public record ClusterView(
    String status,
    String detail,
    List<WorkerSlots> workers,
    Map<String, DriverOnMaster> drivers,
    Master master,
    Instant takenAt) {
  public static final String ALIVE = "ALIVE";
  public static final String UNREACHABLE = "UNREACHABLE";

  public ClusterView {
    workers = List.copyOf(workers);
    drivers = Map.copyOf(drivers);
  }

  public static ClusterView unreachable(String detail, Instant now) {
    return new ClusterView(UNREACHABLE, detail, List.of(), Map.of(), null, now);
  }

  ClusterView of(Master looked) {
    return new ClusterView(status, detail, workers, drivers, looked, takenAt);
  }

  /** The id of the worker whose web UI has this host and port; the same text if there is none. */
  public String workerAt(String uiAuthority) {
    return workers.stream()
        .filter(worker -> uiAuthority.equals(worker.ui()))
        .map(WorkerSlots::id)
        .findFirst()
        .orElse(uiAuthority);
  }

  public boolean isAlive() {
    return ALIVE.equals(status);
  }

  /** Drivers that wait at the master for a place. */
  public long waitingDrivers() {
    return drivers.values().stream().filter(d -> d.state() == DriverState.SUBMITTED).count();
  }

  /**
   * What a worker has left.
   *
   * @param id the worker's id
   * @param coresFree cores not taken
   * @param memoryFreeMb memory not taken, in MiB
   * @param ui host and port of its web UI, or null
   */
  public record WorkerSlots(String id, int coresFree, int memoryFreeMb, String ui) {
    /** One whose web UI does not matter. */
    public WorkerSlots(String id, int coresFree, int memoryFreeMb) {
      this(id, coresFree, memoryFreeMb, null);
    }
  }

  /**
   * A driver as the master lists it.
   *
   * @param state its state
   * @param worker the worker's id, or null while it has none
   * @param mainClass the class it was submitted with
   * @param cores what it asks for
   * @param memoryMb what it asks for, in MiB
   */
  public record DriverOnMaster(
      DriverState state, String worker, String mainClass, int cores, int memoryMb) {
    /** One whose size does not matter. */
    public DriverOnMaster(DriverState state, String worker, String mainClass) {
      this(state, worker, mainClass, 0, 0);
    }
  }
}
