package dev.kindling.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.stack.services.ServiceKind;
import dev.kindling.stack.services.ServiceProcess;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Drivers beside the job-runner, by SparkLauncher in client deploy mode. */
@ExtendWith(WholeSystem.class)
class LauncherIT {
  private static ProbeRuns probes;

  @BeforeAll
  static void register(WholeSystem.Running system) {
    probes = new ProbeRuns(system);
    probes.register("beside-local", spec -> launcher(spec, "local[2]"));
    probes.register("beside-cluster", spec -> launcher(spec, null));
  }

  @BeforeEach
  void runnerIsUp(WholeSystem.Running system) {
    assertThat(system.stack().services().process(ServiceKind.JOB_RUNNER).isAlive()).isTrue();
  }

  private static void launcher(ObjectNode spec, String master) {
    ObjectNode launch = spec.putObject("launch");
    launch.put("via", "launcher");
    if (master != null) {
      launch.put("master", master);
    }
  }

  @Test
  void localMasterShouldRunTheJobAndItsLinesBeSearchable(WholeSystem.Running system) {
    String id = probes.start("beside-local", parameters -> parameters.put("tasks", 2));

    JsonNode run = probes.succeeds(id);

    assertThat(run.path("attempts").path(0).path("appId").asText()).startsWith("local-");
    Deadline.await(
        "lines of the driver are searchable",
        Duration.ofSeconds(30),
        () -> !system.api().logs(id, "&q=probe&source=driver").isEmpty());
  }

  @Test
  void clusterShouldGiveExecutorsToADriverBesideTheRunner(WholeSystem.Running system) {
    String id =
        probes.start(
            "beside-cluster",
            parameters -> {
              parameters.put("tasks", 2);
              parameters.put("seconds", 12);
            });

    JsonNode run = probes.succeeds(id);

    JsonNode attempt = run.path("attempts").path(0);
    assertThat(attempt.path("appId").asText()).startsWith("app-");
    assertThat(attempt.path("executors").path(0).path("worker").asText())
        .as(run.toPrettyString())
        .startsWith("worker-");
    Deadline.await(
        "lines of an executor are searchable",
        Duration.ofSeconds(30),
        () -> !system.api().logs(id, "&source=executor").isEmpty());
  }

  @Test
  void exitCodeShouldBeTheTruth(WholeSystem.Running system) {
    JsonNode exit = probes.end(probes.start("beside-local", p -> p.put("exit", 3)));

    assertThat(exit.path("state").asText()).isEqualTo("FAILED");
    assertThat(exit.path("attempts").path(0).path("outcome").path("exitCode").asInt()).isEqualTo(3);
    JsonNode thrown = probes.end(probes.start("beside-local", p -> p.put("fail", "boom")));
    assertThat(thrown.path("state").asText()).isEqualTo("FAILED");
    assertThat(thrown.path("reason").asText()).contains("the probe was told to fail");
  }

  @Test
  void cancelShouldEndTheProcess(WholeSystem.Running system) {
    String id = probes.running("beside-local", 600);
    ProcessHandle driver = probes.driver(id);

    system.api().post("/api/v1/runs/" + id + "/cancel", Map.of(), null).expect(202);

    assertThat(probes.end(id).path("state").asText()).isEqualTo("CANCELLED");
    Deadline.await("the driver is gone", ProbeRuns.SOON, () -> !driver.isAlive());
  }

  @Test
  void killedProcessShouldBeLostAndNameTheSignal(WholeSystem.Running system) {
    String id = probes.running("beside-local", 600);

    probes.killDriver(id);

    JsonNode run = probes.end(id);
    assertThat(run.path("state").asText()).isEqualTo("LOST");
    assertThat(run.path("reason").asText()).contains("signal 9");
  }

  @Test
  void driverShouldOutliveItsRunnerAndBeTakenOnByTheNext(WholeSystem.Running system) {
    String id = probes.running("beside-local", 20);
    ServiceProcess runner = system.stack().services().process(ServiceKind.JOB_RUNNER);

    runner.kill();
    runner.start();

    JsonNode run = probes.succeeds(id);
    assertThat(run.path("attempts").size()).isEqualTo(1);
    probes.neverTwoAtOnce(run);
  }

  @Test
  void pythonShouldBeRefusedWithAReasonWhereTheHomeHasNone(WholeSystem.Running system) {
    probes.register(
        "python",
        spec -> {
          launcher(spec, "local[1]");
          ObjectNode spark = (ObjectNode) spec.path("spark");
          spark.remove("mainClass");
          spark.put("appResource", "file:/jobs/count.py");
        });

    JsonNode run = probes.end(probes.start("python", 0));

    assertThat(run.path("state").asText()).isEqualTo("FAILED");
    assertThat(run.path("reason").asText()).contains("has no Python");
    assertThat(run.path("attempts").size()).isEqualTo(1);
  }

  @Test
  void pythonOnWorkersShouldBeRefusedWithAReasonWhereTheirHomeHasNone(WholeSystem.Running system) {
    probes.register(
        "python-rest",
        spec -> {
          ObjectNode spark = (ObjectNode) spec.path("spark");
          spark.remove("mainClass");
          spark.put("appResource", "file:/jobs/count.py");
        });

    JsonNode run = probes.end(probes.start("python-rest", 0));

    assertThat(run.path("state").asText()).as(run.toPrettyString()).isEqualTo("FAILED");
    assertThat(run.path("reason").asText()).contains("has no Python");
    assertThat(run.path("attempts").size()).isEqualTo(1);
  }
}
