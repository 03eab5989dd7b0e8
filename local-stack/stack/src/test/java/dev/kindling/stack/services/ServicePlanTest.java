package dev.kindling.stack.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServicePlanTest {
  private static final ServicePlan PLAN =
      new ServicePlan(
          "127.0.0.1:9092",
          "http://127.0.0.1:9200",
          "spark://127.0.0.1:7077",
          "http://127.0.0.1:6066",
          "http://127.0.0.1:8080",
          "file:///a%20folder/agent.jar",
          Path.of("/spark/home"),
          Path.of("/spark/launcher"),
          Map.of("w2", Path.of("/w/2"), "w1", Path.of("/w/1")),
          Path.of("/state"),
          8480,
          "k".repeat(32),
          Map.of(ServiceKind.JOB_RUNNER, Map.of("KINDLING_LEASE", "PT5S")));

  @Test
  void environmentShouldHoldOnlyWhatTheServiceKnows() {
    Map<String, String> scheduler = PLAN.environment(ServiceKind.SCHEDULER, "scheduler-1", 1, 0);

    assertThat(scheduler)
        .containsOnlyKeys(
            "KINDLING_KAFKA_BOOTSTRAP",
            "KINDLING_INSTANCE",
            "KINDLING_MANAGEMENT_HOST",
            "KINDLING_MANAGEMENT_PORT");
  }

  @Test
  void environmentShouldListWorkDirectoriesInTheOrderOfTheirNames() {
    assertThat(PLAN.environment(ServiceKind.LOG_SHIPPER, "log-shipper-1", 1, 0))
        .containsEntry("KINDLING_SHIPPER_WORK_DIRS", "w1=/w/1,w2=/w/2")
        .containsEntry("KINDLING_SHIPPER_STATE_DIR", "/state/log-shipper-1");
  }

  @Test
  void environmentShouldTakeOverridesWhenThereAreSome() {
    assertThat(PLAN.environment(ServiceKind.JOB_RUNNER, "job-runner-1", 1, 8490))
        .containsEntry("KINDLING_RUNNER_PORT", "8490")
        .containsEntry("KINDLING_LEASE", "PT5S");
  }
}
