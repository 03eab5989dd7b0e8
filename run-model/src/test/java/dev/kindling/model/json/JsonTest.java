package dev.kindling.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.kindling.model.guard.FinalReport;
import dev.kindling.model.job.FailureClass;
import dev.kindling.model.job.History;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.job.JobSpec;
import dev.kindling.model.job.LaunchMode;
import dev.kindling.model.job.LaunchSpec;
import dev.kindling.model.job.Limits;
import dev.kindling.model.job.MemoryGrowth;
import dev.kindling.model.job.OnConflict;
import dev.kindling.model.job.RetryPolicy;
import dev.kindling.model.job.SparkSpec;
import dev.kindling.model.run.DriverState;
import dev.kindling.model.run.Origin;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunCommand;
import dev.kindling.model.run.RunIds;
import dev.kindling.model.run.RunMachine;
import dev.kindling.model.run.RunRequest;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What stands on Kafka today must be readable tomorrow. */
class JsonTest {
  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00.123456789Z");

  private static JobDefinition job() {
    JobSpec spec =
        new JobSpec(
            "Counts words",
            "data",
            Map.of("team", "x"),
            new SparkSpec(
                "a.B", "file:/j.jar", List.of("ä", "2"), Map.of("spark.a", "b"), Map.of("C", "d")),
            Json.read("{\"type\":\"object\"}", JsonNode.class),
            new LaunchSpec(LaunchMode.REST, null),
            new Limits(Duration.ofMinutes(90), Duration.ofDays(1), 2, OnConflict.SKIP, "etl", 7),
            new RetryPolicy(
                3,
                Duration.ofSeconds(5),
                Duration.ofMinutes(5),
                List.of(FailureClass.LOST),
                new MemoryGrowth(200, "8g")),
            new History(10, 20, Duration.ofDays(7)));
    return new JobDefinition("word-count", 7, spec, NOW, "ada");
  }

  private static RunRequest.Requested requested() {
    return new RunRequest.Requested(
        "run-1",
        job(),
        JsonNodeFactory.instance.objectNode().put("day", "2026-11-21"),
        Origin.first(Origin.Kind.TRIGGER, "on-upload", "e-1", null),
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        NOW);
  }

  /** A run in which every field has had a value at some time: two attempts, cancelled, ended. */
  private static Run full() {
    String hash = RunIds.tokenHash("token");
    Run run = RunMachine.accept(requested(), NOW);
    Instant now = NOW;
    for (RunCommand command :
        List.of(
            new RunCommand.Begin(hash),
            new RunCommand.Unknown(1, "Timeout."),
            new RunCommand.Tick(),
            new RunCommand.Begin(hash),
            new RunCommand.Accepted(2, "driver-2"),
            new RunCommand.Claim(2, hash, "driver-2", "host", 7),
            new RunCommand.Renew(2, hash, "app-1"),
            new RunCommand.DriverSeen("driver-2", DriverState.RUNNING, "worker-1", null),
            new RunCommand.CancelAsked(new RunRequest.Cancel("run-1", "ada", "why", NOW)),
            new RunCommand.Report(
                hash, new FinalReport("run-1", 2, "token", 1, "x.A", "a", "x.B", "b", "app-1")))) {
      now = now.plusSeconds(1);
      run = RunMachine.decide(run, command, now).run();
    }
    return run;
  }

  @Test
  void runShouldComeBackAsItWas() {
    Run run = full();
    assertThat(run.attempts()).hasSize(2);
    assertThat(run.state().isFinal()).isTrue();

    assertThat(Json.read(Json.bytes(run), Run.class)).isEqualTo(run);
    assertThat(Json.read(Json.text(run), Run.class)).isEqualTo(run);
  }

  @Test
  void runShouldComeBackFromEveryStateOnItsWay() {
    Run run = RunMachine.accept(requested(), NOW);
    assertThat(Json.read(Json.bytes(run), Run.class)).isEqualTo(run);
    run = RunMachine.decide(run, new RunCommand.Begin("hash"), NOW).run();
    assertThat(Json.read(Json.bytes(run), Run.class)).isEqualTo(run);
    run = RunMachine.decide(run, new RunCommand.Unknown(1, "x"), NOW).run();
    assertThat(Json.read(Json.bytes(run), Run.class)).isEqualTo(run);
  }

  @Test
  void runShouldHoldNothingThatOnlyFollowsFromTheRest() {
    JsonNode tree = Json.tree(full());

    assertThat(tree.has("routingKey")).isFalse();
    assertThat(tree.has("lastAttempt")).isFalse();
    assertThat(tree.has("liveAttempt")).isFalse();
    assertThat(tree.path("schema").asInt()).isEqualTo(Run.SCHEMA);
  }

  @Test
  void absentValuesShouldBeLeftOut() {
    JsonNode tree = Json.tree(RunMachine.accept(requested(), NOW));

    assertThat(tree.has("endedAt")).isFalse();
    assertThat(tree.has("cancel")).isFalse();
    assertThat(tree.path("attempts").isArray()).isTrue();
  }

  @Test
  void unknownFieldsShouldBeIgnored() {
    String newer = Json.text(full()).replaceFirst("\\{", "{\"addedLater\":{\"deep\":[1]},");

    assertThat(Json.read(newer, Run.class)).isEqualTo(full());
  }

  @Test
  void timesShouldBeIsoText() {
    JsonNode tree = Json.tree(full());

    assertThat(tree.path("requestedAt").asText()).isEqualTo("2026-11-21T08:00:00.123456789Z");
    assertThat(tree.at("/job/spec/limits/timeout").asText()).isEqualTo("PT1H30M");
    assertThat(Json.read("{\"timeout\":\"P1DT2H\"}", Limits.class).timeout())
        .isEqualTo(Duration.ofHours(26));
  }

  @Test
  void enumsShouldHaveTheirWireNames() {
    assertThat(Json.tree(job()).at("/spec/launch/via").asText()).isEqualTo("rest");
    assertThat(Json.tree(requested()).at("/origin/kind").asText()).isEqualTo("trigger");
  }

  @Test
  void requestsShouldNameTheirType() throws Exception {
    RunRequest.Cancel cancel = new RunRequest.Cancel("run-1", "ada", null, NOW);
    for (RunRequest request : List.of(requested(), cancel)) {
      byte[] bytes = Json.mapper().writerFor(RunRequest.class).writeValueAsBytes(request);

      assertThat(Json.tree(bytes).path("type").asText())
          .isEqualTo(request.equals(cancel) ? "CancelRequested" : "RunRequested");
      assertThat(Json.read(bytes, RunRequest.class)).isEqualTo(request);
    }
  }

  @Test
  void readShouldSayWhereWhenTheTextIsWrong() {
    assertThatThrownBy(() -> Json.read("{\"timeout\":\"soon\"}", Limits.class))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("timeout");
    assertThatThrownBy(() -> Json.read("{} {}", Limits.class))
        .isInstanceOf(UncheckedIOException.class);
    assertThatThrownBy(() -> Json.tree("{".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(UncheckedIOException.class);
  }
}
