package dev.kindling.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.stack.services.ServiceKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A master that forgets everything when it dies, and that wants its requests signed. */
@Tag("nightly")
class MasterWithoutRecoveryIT {
  private static final String KEY = "a2luZGxpbmcta2luZGxpbmcta2luZGxpbmcta2luZGxpbmc";

  private static WholeSystem.Running system;
  private static ProbeRuns probes;

  @BeforeAll
  static void start() {
    system =
        new WholeSystem.Running(
            "no recovery ",
            builder ->
                builder
                    .workers(1, 4, "4g")
                    .onlyServices(ServiceKind.GATEWAY, ServiceKind.JOB_RUNNER)
                    .masterProperty("spark.deploy.recoveryMode", "NONE")
                    .masterProperty("spark.master.rest.filters", "org.apache.spark.ui.JWSFilter")
                    .masterProperty("spark.org.apache.spark.ui.JWSFilter.param.secretKey", KEY)
                    .setting(ServiceKind.JOB_RUNNER, "KINDLING_SPARK_REST_KEY", KEY)
                    .setting(ServiceKind.JOB_RUNNER, "KINDLING_LEASE", "PT20S")
                    .setting(ServiceKind.JOB_RUNNER, "KINDLING_LEASE_RENEWAL", "PT2S"));
    probes = new ProbeRuns(system);
  }

  @AfterAll
  static void stop() {
    system.close();
  }

  @Test
  void signedRequestsShouldBeTakenWhereUnsignedOnesAreNot() {
    probes.register("signed", 1);

    probes.succeeds(probes.start("signed", 0));

    assertThat(
            RawHttp.post(
                    system.stack().master().rest().resolve("/v1/submissions/kill/driver-1"),
                    "",
                    Map.of())
                .status())
        .isEqualTo(403);
  }

  @Test
  void masterThatForgetsItsDriversShouldCostAnAttemptAndNeverDoubleIt() {
    probes.register("twice", 2);
    String id = probes.running("twice", 60);
    Instant killed = Instant.now();

    system.stack().master().kill();
    system.stack().master().start();

    // The worker comes back and is told to kill a driver that the master does not know.
    probes.awaitBeat(id, 2);
    System.out.println(
        "MasterWithoutRecoveryIT: master killed and back (NONE) -> next attempt runs: "
            + Duration.between(killed, Instant.now()).toMillis()
            + " ms");
    JsonNode run = system.api().runOf(id);
    assertThat(run.path("attempts").path(0).path("outcome").path("failureClass").asText())
        .isEqualTo("LOST");
    probes.neverTwoAtOnce(run);
    system.api().post("/api/v1/runs/" + id + "/cancel", Map.of(), null).expect(202);
    probes.end(id);
  }
}
