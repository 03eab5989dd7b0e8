package dev.kindling.runner.admission;

import static dev.kindling.runner.testing.TestRuns.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.run.DriverState;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunMachine;
import dev.kindling.runner.cluster.ClusterView;
import dev.kindling.runner.cluster.ClusterView.DriverOnMaster;
import dev.kindling.runner.cluster.ClusterView.WorkerSlots;
import dev.kindling.runner.testing.TestRuns;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final List<WorkerSlots> ROOM = List.of(new WorkerSlots("worker-1", 8, 8192));
  private final Gate gate = new Gate(new CapacityBook(), true, 2);
  private final Gate open = new Gate(new CapacityBook(), false, 2);

  private static ClusterView view(
      String status, List<WorkerSlots> workers, Map<String, DriverOnMaster> drivers) {
    return new ClusterView(status, null, workers, drivers, null, START);
  }

  private static Optional<String> waitsFor(Gate gate, Run run, int ofJob, ClusterView view) {
    return gate.look(run, ofJob, 0, AdmissionRules.NONE, view).map(Closed::words);
  }

  private static Run limitedTo(Integer most) {
    return RunMachine.accept(TestRuns.requested("run-1", TestRuns.SPARK, most), START);
  }

  @Test
  void waitsForShouldLetARunInWhenThereIsRoom() {
    assertThat(waitsFor(gate, limitedTo(null), 99, view("ALIVE", ROOM, Map.of()))).isEmpty();
    assertThat(waitsFor(gate, limitedTo(2), 1, view("ALIVE", ROOM, Map.of()))).isEmpty();
  }

  @Test
  void waitsForShouldNameTheJobsLimit() {
    for (Gate any : List.of(gate, open)) {
      assertThat(waitsFor(any, limitedTo(2), 2, view("ALIVE", ROOM, Map.of())).orElse(""))
          .contains("2 of 2")
          .contains("limits/maxConcurrentRuns");
    }
  }

  @Test
  void waitsForShouldNameAMasterThatIsNotAlive() {
    for (String status : List.of("RECOVERING", "STANDBY", ClusterView.UNREACHABLE)) {
      for (Gate any : List.of(gate, open)) {
        assertThat(waitsFor(any, limitedTo(null), 0, view(status, ROOM, Map.of())).orElse(""))
            .contains("ALIVE Spark master")
            .contains(status);
      }
    }
  }

  @Test
  void waitsForShouldNameMissingWorkers() {
    assertThat(waitsFor(gate, limitedTo(null), 0, view("ALIVE", List.of(), Map.of())).orElse(""))
        .contains("a Spark worker");
  }

  @Test
  void waitsForShouldNameDriversThatAlreadyWait() {
    List<WorkerSlots> full = List.of(new WorkerSlots("worker-1", 1, 1024));
    Map<String, DriverOnMaster> waiting =
        Map.of("driver-1", new DriverOnMaster(DriverState.SUBMITTED, null, "other", 1, 512));

    assertThat(waitsFor(gate, limitedTo(null), 0, view("ALIVE", full, waiting)).orElse(""))
        .contains("1 driver(s) already wait");
  }

  @Test
  void waitsForShouldNotWaitBehindADriverThatFitsNowhere() {
    Map<String, DriverOnMaster> unplaceable =
        Map.of("driver-1", new DriverOnMaster(DriverState.SUBMITTED, null, "other", 1, 999_999));

    assertThat(waitsFor(gate, limitedTo(null), 0, view("ALIVE", ROOM, unplaceable))).isEmpty();
  }

  @Test
  void waitsForShouldNameWhatRoomIsMissing() {
    List<WorkerSlots> full = List.of(new WorkerSlots("worker-1", 1, 1024));

    assertThat(waitsFor(gate, limitedTo(null), 0, view("ALIVE", full, Map.of())).orElse(""))
        .contains("free room")
        .contains("1024 MiB for the driver")
        .contains("2048 MiB for a first executor");
  }

  @Test
  void waitsForShouldNotLookAtRoomWhenToldNotTo() {
    assertThat(waitsFor(open, limitedTo(null), 0, view("ALIVE", List.of(), Map.of()))).isEmpty();
  }
}
