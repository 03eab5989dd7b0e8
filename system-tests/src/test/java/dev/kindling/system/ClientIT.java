package dev.kindling.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kindling.client.ApiClient;
import dev.kindling.client.ApiException;
import dev.kindling.client.OneOrMany;
import dev.kindling.client.api.JobsApi;
import dev.kindling.client.api.RunsApi;
import dev.kindling.client.api.SchedulesApi;
import dev.kindling.client.model.JobSpec;
import dev.kindling.client.model.LogLine;
import dev.kindling.client.model.Run;
import dev.kindling.client.model.RunState;
import dev.kindling.client.model.ScheduleSpec;
import dev.kindling.client.model.SparkSpec;
import dev.kindling.client.model.StartRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a program does with the client that is generated from the contract. */
@ExtendWith(WholeSystem.class)
class ClientIT {
  @Test
  void jobShouldBeDefinedRunScheduledAndRead(WholeSystem.Running system) throws Exception {
    // given
    ApiClient client =
        new ApiClient()
            .setScheme("http")
            .setHost(system.stack().gateway().getHost())
            .setPort(system.stack().gateway().getPort());
    JobsApi jobs = new JobsApi(client);
    RunsApi runs = new RunsApi(client);
    SchedulesApi schedules = new SchedulesApi(client);
    String input = Path.of("..", "LICENSE").toRealPath().toUri().toString();
    JobSpec spec =
        new JobSpec()
            .spark(
                new SparkSpec()
                    .mainClass("dev.kindling.jobs.wordcount.WordCount")
                    .appResource(system.stack().bundles().jobsJar().toUri().toString())
                    .args(List.of("--input", "${param:input}"))
                    .properties(
                        Map.of(
                            "spark.driver.memory", "512m",
                            "spark.executor.memory", "512m",
                            "spark.cores.max", "1")))
            .parameters(Map.of("type", "object", "required", List.of("input")));

    // when a job is defined, and by somebody who thinks that there is none
    assertThat(jobs.putJob("by-client", spec, null, "*", null).getRevision()).isEqualTo(1);
    ApiException second =
        catchThrowableOfType(
            ApiException.class, () -> jobs.putJob("by-client", spec, null, "*", null));

    // then
    assertThat(second.getCode()).isEqualTo(412);

    // when a run is asked for, without and with what it needs
    ApiException bad =
        catchThrowableOfType(
            ApiException.class,
            () -> runs.startRun("by-client", null, null, null, null, null, new StartRun()));
    Run run =
        runs.startRun(
            "by-client",
            "from the client",
            null,
            null,
            null,
            null,
            new StartRun().parameters(Map.of("input", input)));

    // then
    assertThat(bad.getCode()).isEqualTo(400);
    assertThat(bad.getResponseBody()).contains("input");
    String id = run.getId();
    Deadline.await("the run has ended", ProbeRuns.END, () -> ended(runs, id));
    Run ended = runs.getRun(id, null, null);
    assertThat(ended.getState()).as(ended.toString()).isEqualTo(RunState.SUCCEEDED);
    assertThat(ended.getAttempts().get(0).getDriverId()).startsWith("driver-");
    assertThat(
            runs.listRuns(
                    List.of(RunState.SUCCEEDED),
                    "by-client",
                    null,
                    null,
                    null,
                    null,
                    null,
                    10,
                    null,
                    "requestedAt")
                .getItems())
        .extracting(Run::getId)
        .containsExactly(id);
    Deadline.await("its lines are found", ProbeRuns.SOON, () -> !lines(runs, id).isEmpty());

    // when it is scheduled
    ScheduleSpec daily =
        new ScheduleSpec()
            .job("by-client")
            .cron(OneOrMany.of("30 2 * * *", "@hourly"))
            .paused(true)
            .parameters(Map.of("input", input));
    schedules.putSchedule("by-client", daily, null, null, null);

    // then
    assertThat(schedules.getSchedule("by-client").getSpec().getCron().all()).hasSize(2);
    assertThat(schedules.previewSchedule("by-client", null, 3).getInstants()).hasSize(3);
    schedules.deleteSchedule("by-client", null, null);
    jobs.deleteJob("by-client", null, null);
  }

  private static boolean ended(RunsApi runs, String id) {
    try {
      return runs.getRun(id, "true", "PT10S").getEndedAt() != null;
    } catch (ApiException e) {
      throw new AssertionError(e);
    }
  }

  private static List<LogLine> lines(RunsApi runs, String id) {
    try {
      return runs.searchRunLogs(
              id, "SparkContext", "info", "driver", null, null, null, null, null, 5, null)
          .getLines();
    } catch (ApiException e) {
      throw new AssertionError(e);
    }
  }
}
