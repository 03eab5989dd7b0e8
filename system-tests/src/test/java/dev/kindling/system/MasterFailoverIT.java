package dev.kindling.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.stack.parts.SparkMaster;
import dev.kindling.stack.services.ServiceKind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two masters that choose the one in charge through ZooKeeper. */
@Tag("nightly")
class MasterFailoverIT {
  private static WholeSystem.Running system;
  private static ProbeRuns probes;

  @BeforeAll
  static void start() {
    system =
        new WholeSystem.Running(
            "failover ",
            builder ->
                builder
                    .workers(1, 4, "4g")
                    .withStandbyMaster()
                    .onlyServices(ServiceKind.GATEWAY, ServiceKind.JOB_RUNNER)
                    .setting(ServiceKind.JOB_RUNNER, "KINDLING_LEASE", "PT20S")
                    .setting(ServiceKind.JOB_RUNNER, "KINDLING_LEASE_RENEWAL", "PT2S"));
    probes = new ProbeRuns(system);
    probes.register("once", 1);
  }

  @AfterAll
  static void stop() {
    system.close();
  }

  @Test
  void runsShouldGoOnAndNewOnesStartWhenTheOtherMasterTakesOver() {
    SparkMaster inCharge = system.stack().masters().alive().orElseThrow();
    String running = probes.running("once", 25);
    Instant killed = Instant.now();

    inCharge.kill();
    String waiting = probes.start("once", 1);

    system
        .api()
        .awaitRun(
            waiting,
            ProbeRuns.SOON,
            run -> run.path("waitingFor").asText().contains("an ALIVE Spark master"));
    JsonNode after = probes.succeeds(waiting);
    System.out.println(
        "MasterFailoverIT: master killed -> a waiting run has run on the other: "
            + Duration.between(killed, Instant.now()).toMillis()
            + " ms");
    // The first one may have met the dead master before anybody knew: certainly not created.
    assertThat(after.path("attempts").findValues("claimedAt"))
        .as(after.toPrettyString())
        .hasSize(1);
    probes.neverTwoAtOnce(after);
    assertThat(system.stack().masters().alive().orElseThrow().name()).isNotEqualTo(inCharge.name());
    JsonNode run = probes.succeeds(running);
    assertThat(run.path("attempts").size()).isEqualTo(1);
    probes.neverTwoAtOnce(run);
  }
}
