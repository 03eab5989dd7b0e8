package dev.kindling.runner.cluster;

import static dev.kindling.runner.testing.TestRuns.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.runner.cluster.MasterLooks.Look;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MasterLooksTest {
  private static Look look(String host, String status) {
    return new Look(
        new Master(URI.create("http://" + host + ":6066"), URI.create("http://" + host + ":8080")),
        new ClusterView(
            status,
            null,
            List.of(new ClusterView.WorkerSlots("worker of " + host, 1, 1)),
            Map.of(),
            null,
            START));
  }

  @Test
  void togetherShouldBeTheViewOfTheMasterThatIsAlive() {
    ClusterView view =
        MasterLooks.together(List.of(look("a", "STANDBY"), look("b", "ALIVE")), START);

    assertThat(view.isAlive()).isTrue();
    assertThat(view.master().rest()).hasHost("b");
    assertThat(view.workers()).extracting(w -> w.id()).containsExactly("worker of b");
  }

  @ParameterizedTest
  @CsvSource({
    "STANDBY,RECOVERING,RECOVERING",
    "RECOVERING,COMPLETING_RECOVERY,COMPLETING_RECOVERY",
    "UNREACHABLE,STANDBY,STANDBY",
    "UNREACHABLE,UNREACHABLE,UNREACHABLE"
  })
  void togetherShouldKnowNothingAndSayTheMostWhenNoneIsAlive(String a, String b, String status) {
    ClusterView view = MasterLooks.together(List.of(look("a", a), look("b", b)), START);

    assertThat(view.status()).isEqualTo(status);
    assertThat(view.workers()).isEmpty();
    assertThat(view.master()).isNull();
    assertThat(view.detail()).contains("http://a:8080 is " + a, "http://b:8080 is " + b);
  }
}
