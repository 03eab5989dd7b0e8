package dev.kindling.runner.admission;

import static dev.kindling.runner.testing.TestRuns.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.run.DriverState;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunCommand;
import dev.kindling.runner.cluster.ClusterView;
import dev.kindling.runner.cluster.ClusterView.DriverOnMaster;
import dev.kindling.runner.cluster.ClusterView.WorkerSlots;
import dev.kindling.runner.testing.TestRuns;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CapacityBookTest {
  /** What the runs of these tests need, too. */
  private static final Need NEED = Need.of(TestRuns.queued("run-1"));

  private final CapacityBook book = new CapacityBook();

  private static ClusterView view(int cores, int megabytes) {
    return view(Map.of(), START, new WorkerSlots("worker-1", cores, megabytes));
  }

  private static ClusterView view(
      Map<String, DriverOnMaster> drivers, Instant takenAt, WorkerSlots... workers) {
    return new ClusterView("ALIVE", null, List.of(workers), drivers, null, takenAt);
  }

  private static Map<String, DriverOnMaster> driver(DriverState state) {
    return Map.of("driver-1", new DriverOnMaster(state, "worker-1", "guard"));
  }

  private static Run launching() {
    return TestRuns.after(TestRuns.queued("run-1"), new RunCommand.Begin("hash"));
  }

  private static Run submitted() {
    return TestRuns.after(launching(), new RunCommand.Accepted(1, "driver-1"));
  }

  private static Run withApp() {
    return TestRuns.after(
        submitted(),
        new RunCommand.Claim(1, "hash", "driver-1", "host", 7),
        new RunCommand.Renew(1, "hash", "app-1"));
  }

  @Test
  void fitsShouldNeedRoomForTheDriverAndOneExecutor() {
    assertThat(book.fits(NEED, view(2, 3072))).isTrue();
    assertThat(book.fits(NEED, view(1, 3072))).as("a driver alone does nothing").isFalse();
    assertThat(book.fits(NEED, view(2, 3071))).isFalse();
  }

  @Test
  void fitsShouldLeaveRoomForDriversOfOthersThatWait() {
    WorkerSlots worker = new WorkerSlots("worker-1", 2, 3072);
    Map<String, DriverOnMaster> small =
        Map.of("other", new DriverOnMaster(DriverState.SUBMITTED, null, "other", 1, 512));
    Map<String, DriverOnMaster> tooLarge =
        Map.of("other", new DriverOnMaster(DriverState.SUBMITTED, null, "other", 64, 512));

    assertThat(book.fits(NEED, view(small, START, worker))).isFalse();
    assertThat(book.fits(NEED, view(tooLarge, START, worker)))
        .as("one that fits nowhere holds nobody up")
        .isTrue();
  }

  @Test
  void fitsShouldPutDriverAndExecutorOnDifferentWorkers() {
    WorkerSlots one = new WorkerSlots("worker-1", 1, 1024);
    WorkerSlots two = new WorkerSlots("worker-2", 1, 2048);

    assertThat(book.fits(NEED, view(Map.of(), START, one, two))).isTrue();
    assertThat(book.fits(new Need(2, 1024, 1, 1024), view(Map.of(), START, one, two)))
        .as("a driver is never cut in two")
        .isFalse();
  }

  @Test
  void fitsShouldCountWhatIsOnItsWay() {
    book.reserve(launching(), START);

    assertThat(book.fits(NEED, view(3, 6144))).isFalse();
    assertThat(book.fits(NEED, view(4, 6144))).isTrue();
  }

  @Test
  void fitsShouldLeaveTheDriverToTheMasterOnceItShowsThere() {
    Run run = submitted();
    book.reserve(run, START);
    book.follow(run, START);
    WorkerSlots worker = new WorkerSlots("worker-1", 3, 6144);

    assertThat(book.fits(NEED, view(driver(DriverState.SUBMITTED), START, worker)))
        .as("a driver that waits at the master has taken nothing yet")
        .isFalse();
    assertThat(book.fits(NEED, view(driver(DriverState.RUNNING), START, worker))).isTrue();
  }

  @Test
  void fitsShouldKeepTheExecutorsPlaceUntilTheApplicationCanBeSeen() {
    Run run = withApp();
    book.reserve(run, START);
    book.follow(run, START);
    WorkerSlots worker = new WorkerSlots("worker-1", 2, 6144);

    assertThat(book.fits(NEED, view(driver(DriverState.RUNNING), START.plusSeconds(3), worker)))
        .isFalse();
    assertThat(book.fits(NEED, view(driver(DriverState.RUNNING), START.plusSeconds(4), worker)))
        .isTrue();
  }

  @Test
  void followShouldGiveThePlaceBackWhenTheRunIsUnderWayNoMore() {
    book.reserve(launching(), START);

    book.follow(TestRuns.after(launching(), new RunCommand.Unknown(1, "timeout")), START);

    assertThat(book.fits(NEED, view(2, 3072))).isTrue();
  }

  @Test
  void followShouldReserveForARunThatWasTakenOver() {
    book.follow(submitted(), START);

    assertThat(book.fits(NEED, view(2, 6144))).isFalse();
  }

  @Test
  void forgetShouldGiveThePlaceBack() {
    book.reserve(launching(), START);

    book.forget("run-1");

    assertThat(book.fits(NEED, view(2, 3072))).isTrue();
  }

  @Test
  void fitsShouldLeaveRoomForWhatOtherJobRunnersHavePromised() {
    Map<String, LiveAttempt> others = new HashMap<>();
    CapacityBook shared = new CapacityBook(others);
    assertThat(shared.fits(NEED, view(2, 3072))).isTrue();

    others.put("run-9", LiveAttempt.of(launching()).orElseThrow());

    assertThat(shared.fits(NEED, view(2, 3072))).isFalse();
    assertThat(shared.fits(NEED, view(4, 6144))).isTrue();
  }

  @Test
  void fitsShouldCountARunOfOursOnceWhoeverTellsOfIt() {
    Map<String, LiveAttempt> all = new HashMap<>();
    all.put("run-1", LiveAttempt.of(launching()).orElseThrow());
    CapacityBook shared = new CapacityBook(all);
    shared.reserve(launching(), START);

    assertThat(shared.fits(NEED, view(4, 6144))).isTrue();
  }

  @Test
  void fitsShouldLeaveAnotherRunnersDriverToTheMasterOnceItShowsThere() {
    Map<String, LiveAttempt> others = Map.of("run-9", LiveAttempt.of(withApp()).orElseThrow());
    WorkerSlots worker = new WorkerSlots("worker-1", 2, 6144);
    CapacityBook shared = new CapacityBook(others);

    assertThat(shared.fits(NEED, view(driver(DriverState.RUNNING), START.plusSeconds(1), worker)))
        .as("its executors are on their way")
        .isFalse();
    assertThat(shared.fits(NEED, view(driver(DriverState.RUNNING), START.plusSeconds(4), worker)))
        .isTrue();
  }
}
