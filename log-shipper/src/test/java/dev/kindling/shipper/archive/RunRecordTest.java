package dev.kindling.shipper.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.model.guard.FinalReport;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.job.JobSpec;
import dev.kindling.model.job.SparkSpec;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.Origin;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunCommand;
import dev.kindling.model.run.RunMachine;
import dev.kindling.model.run.RunRequest;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunRecordTest {
  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

  /** A run that failed in its first attempt. */
  static Run failed(String id) {
    JobSpec spec =
        new JobSpec(
            null,
            "data",
            Map.of("team", "x"),
            new SparkSpec("a.B", "file:/j.jar", null, null, null),
            null,
            null,
            null,
            null,
            null);
    Run run =
        RunMachine.accept(
            new RunRequest.Requested(
                id,
                new JobDefinition("etl", 3, spec, NOW, "ada"),
                null,
                new Origin(Origin.Kind.API, null, "key", "ada", "run-0"),
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                NOW),
            NOW);
    RunCommand[] life = {
      new RunCommand.Begin("secret-hash"),
      new RunCommand.Accepted(1, "driver-1"),
      new RunCommand.Claim(1, "secret-hash", "driver-1", "host", 7),
      new RunCommand.Report(
          "secret-hash",
          new FinalReport(id, 1, "t", 1, "a.Outer", "outer", "a.Root", "root", "app-1"))
    };
    for (RunCommand command : life) {
      run = RunMachine.decide(run, command, NOW.plusSeconds(5)).run();
    }
    return run;
  }

  @Test
  void ofShouldNameWhatPeopleSearchFor() {
    ArchivedRecord record = RunRecord.of(failed("run-1"));
    JsonNode document = record.body();

    assertThat(record.id()).isEqualTo("run-1");
    assertThat(record.version().getAsLong()).isEqualTo(failed("run-1").version());
    assertThat(document.at("/run/state").asText()).isEqualTo("FAILED");
    assertThat(document.at("/run/rerun_of").asText()).isEqualTo("run-0");
    assertThat(document.at("/run/duration_ms").asLong()).isEqualTo(5_000);
    assertThat(document.at("/job/labels/team").asText()).isEqualTo("x");
    assertThat(document.at("/spark/app/id").asText()).isEqualTo("app-1");
    assertThat(document.at("/error/type").asText()).isEqualTo("a.Root");
    assertThat(document.at("/error/code").asText()).isEqualTo("EXCEPTION");
    assertThat(document.at("/trace/id").asText()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
  }

  @Test
  void ofShouldKeepTheWholeRunWithoutHashesOfTokens() {
    JsonNode body = RunRecord.of(failed("run-1")).body();

    Run back = Json.read(Json.bytes(body.path("record")), Run.class);

    assertThat(body.toString()).doesNotContain("secret-hash");
    assertThat(back.job()).isEqualTo(failed("run-1").job());
    assertThat(back.attempts().get(0).outcome())
        .isEqualTo(failed("run-1").attempts().get(0).outcome());
  }
}
