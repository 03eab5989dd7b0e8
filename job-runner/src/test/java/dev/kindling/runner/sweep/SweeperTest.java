package dev.kindling.runner.sweep;

import static dev.kindling.runner.testing.TestRuns.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.guard.GuardProtocol;
import dev.kindling.model.run.DriverState;
import dev.kindling.runner.cluster.ClusterView;
import dev.kindling.runner.cluster.ClusterView.DriverOnMaster;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SweeperTest {
  private final Sweeper sweeper = new Sweeper(Duration.ofMinutes(2), Duration.ofSeconds(20));
  private Instant now = START;

  private static DriverOnMaster guarded(DriverState state) {
    return new DriverOnMaster(state, "worker-1", GuardProtocol.GUARD_CLASS);
  }

  private List<String> look(Map<String, DriverOnMaster> drivers, String... known) {
    return look("ALIVE", drivers, known);
  }

  private List<String> look(String status, Map<String, DriverOnMaster> drivers, String... known) {
    return sweeper.look(
        new ClusterView(status, null, List.of(), drivers, null, now), Set.of(known));
  }

  /** Looks every ten seconds for so long; what the last look gave. */
  private List<String> looks(Duration time, Map<String, DriverOnMaster> drivers, String... known) {
    List<String> last = List.of();
    for (Instant end = now.plus(time); !now.isAfter(end); now = now.plusSeconds(10)) {
      last = look(drivers, known);
    }
    return last;
  }

  @Test
  void lookShouldGiveAGuardThatNobodyHasKnownForLong() {
    assertThat(looks(Duration.ofSeconds(110), Map.of("d", guarded(DriverState.RUNNING)))).isEmpty();
    assertThat(looks(Duration.ofSeconds(10), Map.of("d", guarded(DriverState.RUNNING))))
        .containsExactly("d");
  }

  @Test
  void lookShouldNeverGiveADriverWithoutTheGuard() {
    DriverOnMaster foreign = new DriverOnMaster(DriverState.RUNNING, "w", "com.example.Main");

    assertThat(looks(Duration.ofHours(1), Map.of("d", foreign))).isEmpty();
  }

  @Test
  void lookShouldNeverGiveADriverThatARunKnowsOrThatHasEnded() {
    assertThat(looks(Duration.ofHours(1), Map.of("d", guarded(DriverState.RUNNING)), "d"))
        .isEmpty();
    assertThat(looks(Duration.ofHours(1), Map.of("e", guarded(DriverState.FINISHED)))).isEmpty();
  }

  @Test
  void lookShouldBeginAnewWhenTheDriverWasKnownMeanwhile() {
    Map<String, DriverOnMaster> drivers = Map.of("d", guarded(DriverState.SUBMITTED));
    looks(Duration.ofSeconds(100), drivers);
    look(drivers, "d");

    assertThat(looks(Duration.ofSeconds(110), drivers)).isEmpty();
  }

  @Test
  void lookShouldBeginAnewAfterALongPause() {
    Map<String, DriverOnMaster> drivers = Map.of("d", guarded(DriverState.RUNNING));
    looks(Duration.ofSeconds(100), drivers);

    now = now.plus(Duration.ofMinutes(10));

    assertThat(look(drivers)).as("we may have been frozen").isEmpty();
  }

  @Test
  void lookShouldSayNothingWhileNoMasterIsAlive() {
    Map<String, DriverOnMaster> drivers = Map.of("d", guarded(DriverState.RUNNING));
    looks(Duration.ofMinutes(5), drivers);

    assertThat(look("RECOVERING", drivers)).isEmpty();
    assertThat(sweeper.strangers()).isZero();
  }
}
