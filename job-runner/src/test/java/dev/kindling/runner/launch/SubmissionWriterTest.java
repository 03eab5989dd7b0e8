package dev.kindling.runner.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.kit.artifact.ArtifactLinks;
import dev.kindling.model.artifact.ArtifactRef;
import dev.kindling.model.job.PropertyRules;
import dev.kindling.model.job.SparkSpec;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.Origin;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunCommand;
import dev.kindling.model.run.RunMachine;
import dev.kindling.model.run.RunRequest;
import dev.kindling.runner.testing.TestRuns;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SubmissionWriterTest {
  private static final String TOKEN = "5ecre7";
  private static final ArtifactLinks LINKS = new ArtifactLinks("k".repeat(32));
  private final SubmissionWriter writer =
      new SubmissionWriter(
          new JobWrapper(
              "http://runner/agent.jar",
              () -> "http://r1:8490,http://r2:8490",
              new PropertyRules(Map.of("spark.eventLog.enabled", "true"), List.of("spark.ui.*")),
              new ArtifactLocations(
                  Optional.of(new ArtifactLocations.Store("http://gateway:8480", LINKS)),
                  InstantSource.fixed(TestRuns.START))),
          "spark://m1:7077,m2:7077");

  private DriverSubmission write(Map<String, String> properties) {
    SparkSpec spark =
        new SparkSpec(
            "com.example.Main",
            "http://artifacts/job.jar",
            List.of("--day", "${param:day}"),
            properties,
            Map.of("TZ", "UTC", "DAY", "${param:day}"));
    Run run = RunMachine.accept(TestRuns.requested("run-1", spark, null), TestRuns.START);
    return writer.write(new Launch(run, 2, TOKEN, 3, new Recall()));
  }

  @Test
  void writeShouldGiveSparkSignedLinksToArtifacts() {
    // given
    String digest = "ab".repeat(32);
    SparkSpec spark =
        new SparkSpec(
            "com.example.Main",
            "artifact:" + digest + "/etl.jar",
            List.of(),
            Map.of("spark.jars", "http://x/a.jar, artifact:" + digest + "/lib.jar"),
            Map.of());
    Run run = RunMachine.accept(TestRuns.requested("run-1", spark, null), TestRuns.START);

    // when
    DriverSubmission submission = writer.write(new Launch(run, 1, TOKEN, 3, new Recall()));

    // then
    ArtifactRef etl = new ArtifactRef(digest, "etl.jar");
    Instant until = TestRuns.START.plus(Duration.ofDays(30));
    String link = "http://gateway:8480" + LINKS.link(etl, until);
    assertThat(submission.appResource()).isEqualTo(link);
    assertThat(submission.sparkProperties().get("spark.jars").split(","))
        .startsWith("http://runner/agent.jar", link, "http://x/a.jar")
        .hasSize(4);
    String signature = link.split("/")[5];
    assertThat(LINKS.isGood(etl, until.getEpochSecond(), signature, TestRuns.START)).isTrue();
    assertThat(LINKS.isGood(etl, until.getEpochSecond(), signature, until)).isFalse();
    assertThat(LINKS.isGood(etl, until.getEpochSecond() + 1, signature, until)).isFalse();
  }

  @Test
  void writeShouldWrapTheJobInTheGuard() {
    DriverSubmission submission = write(Map.of());

    assertThat(submission.action()).isEqualTo("CreateSubmissionRequest");
    assertThat(submission.clientSparkVersion()).isEqualTo("4.0.0");
    assertThat(submission.mainClass()).isEqualTo("dev.kindling.agent.Guard");
    assertThat(submission.appResource()).isEqualTo("http://artifacts/job.jar");
    assertThat(submission.environmentVariables())
        .containsEntry("KINDLING_MAIN_CLASS", "com.example.Main");
  }

  @Test
  void writeShouldGiveTheJobALinkToAFileOfEventsOnlyWhenATriggerMadeIt() {
    // given
    ArtifactRef file = new ArtifactRef("ab".repeat(32), "events-1768464000123.ndjson");
    String jar = "artifact:" + "ab".repeat(32) + "/etl.jar";
    Origin trigger = Origin.first(Origin.Kind.TRIGGER, "t", "e", null);
    Origin person = Origin.first(Origin.Kind.API, null, null, "me");
    Origin rerun = new Origin(Origin.Kind.API, null, null, "me", "run-0");

    // then
    String link =
        "http://gateway:8480" + LINKS.link(file, TestRuns.START.plus(Duration.ofDays(30)));
    assertThat(argsOf(trigger, file.text())).containsExactly("--events=" + link);
    assertThat(argsOf(rerun, file.text())).containsExactly("--events=" + link);
    assertThat(argsOf(person, file.text())).containsExactly("--events=" + file.text());
    assertThat(argsOf(trigger, jar)).containsExactly("--events=" + jar);
  }

  private List<String> argsOf(Origin origin, String events) {
    SparkSpec spark =
        new SparkSpec(
            "com.example.Main",
            "http://x/job.jar",
            List.of("--events=${param:events}"),
            Map.of(),
            Map.of());
    RunRequest.Requested before = TestRuns.requested("run-1", spark, null);
    RunRequest.Requested requested =
        new RunRequest.Requested(
            before.runId(),
            before.job(),
            Json.mapper().createObjectNode().put("events", events).put("unused", events),
            origin,
            null,
            before.requestedAt());
    Run run = RunMachine.accept(requested, TestRuns.START);
    return writer.write(new Launch(run, 1, TOKEN, 3, new Recall())).appArgs();
  }

  @Test
  void writeShouldPutParametersInPlace() {
    DriverSubmission submission = write(Map.of("spark.app.name", "count ${param:day}"));

    assertThat(submission.appArgs()).containsExactly("--day", "2026-11-21");
    assertThat(submission.environmentVariables()).containsEntry("DAY", "2026-11-21");
    assertThat(submission.sparkProperties()).containsEntry("spark.app.name", "count 2026-11-21");
  }

  @Test
  void writeShouldRefuseWhatTheMasterWouldReplaceByItsOwnEnvironment() {
    SparkSpec spark =
        new SparkSpec(
            "com.example.Main",
            "http://artifacts/job.jar",
            List.of(),
            Map.of("spark.example.secret", "${param:day}"),
            Map.of());
    RunRequest.Requested asked = TestRuns.requested("run-1", spark, null);
    RunRequest.Requested hostile =
        new RunRequest.Requested(
            asked.runId(),
            asked.job(),
            Json.mapper().createObjectNode().put("day", "{{MASTER_SECRET}}"),
            asked.origin(),
            asked.traceparent(),
            asked.requestedAt());
    Run run = RunMachine.accept(hostile, TestRuns.START);

    assertThatThrownBy(() -> writer.write(new Launch(run, 1, TOKEN, 3, new Recall())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("spark.example.secret");
  }

  @Test
  void writeShouldRefuseAReferenceToASecretThatAParameterBringsIn() {
    RunRequest.Requested asked = TestRuns.requested("run-1");
    Run run =
        RunMachine.accept(
            new RunRequest.Requested(
                asked.runId(),
                asked.job(),
                Json.mapper().createObjectNode().put("day", "${secret:db}"),
                asked.origin(),
                null,
                asked.requestedAt()),
            TestRuns.START);

    assertThatThrownBy(() -> writer.write(new Launch(run, 1, TOKEN, 3, new Recall())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("secret");
  }

  @Test
  void writeShouldKeepTheAdministratorsRules() {
    assertThat(write(Map.of("spark.eventLog.enabled", "false")).sparkProperties())
        .containsEntry("spark.eventLog.enabled", "true");
    assertThatThrownBy(() -> write(Map.of("spark.ui.filters", "a.B")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("spark.ui.filters")
        .hasMessageContaining("KINDLING_SPARK_FORBIDDEN");
  }

  @Test
  void writeShouldGiveTheAttemptTheMemoryThatItWasGranted() {
    Run begun = TestRuns.outOfMemory("run-1");
    Run again =
        RunMachine.decide(begun, new RunCommand.Tick(), TestRuns.START.plusSeconds(60)).run();
    Run next = TestRuns.after(again, new RunCommand.Begin("hash"));

    assertThat(writer.write(new Launch(next, 2, TOKEN, 3, new Recall())).sparkProperties())
        .containsEntry("spark.driver.memory", "1536m")
        .containsEntry("spark.executor.memory", "2g");
  }

  @Test
  void writeShouldRunAPythonFileBySparksOwnMainClassInsideTheGuard() {
    SparkSpec spark =
        new SparkSpec(
            null, "file:/jobs/count.py", List.of("--day", "${param:day}"), Map.of(), Map.of());
    Run run = RunMachine.accept(TestRuns.requested("run-1", spark, null), TestRuns.START);

    DriverSubmission submission = writer.write(new Launch(run, 1, TOKEN, 3, new Recall()));

    assertThat(submission.mainClass()).isEqualTo("dev.kindling.agent.Guard");
    assertThat(submission.appResource()).isEqualTo("http://runner/agent.jar");
    assertThat(submission.environmentVariables())
        .containsEntry("KINDLING_MAIN_CLASS", "org.apache.spark.deploy.SparkSubmit");
    assertThat(submission.appArgs())
        .startsWith("--master", "spark://m1:7077,m2:7077", "--deploy-mode", "client")
        .contains("spark.jars=http://runner/agent.jar")
        .contains("spark.extraListeners=dev.kindling.agent.AppWatch")
        .endsWith("file:/jobs/count.py", "--day", "2026-11-21");
  }

  @Test
  void writeShouldTagTheLogsWithRunAttemptAndJob() {
    assertThat(write(Map.of()).sparkProperties())
        .containsEntry("spark.rpc.kindling.run", "run-1/2")
        .containsEntry("spark.rpc.kindling.job", "word-count");
  }

  @Test
  void writeShouldGiveTheGuardItsEnvironment() {
    assertThat(write(Map.of()).environmentVariables())
        .isEqualTo(
            Map.of(
                "KINDLING_PARTITION", "3",
                "TZ", "UTC",
                "DAY", "2026-11-21",
                "KINDLING_RUN_ID", "run-1",
                "KINDLING_ATTEMPT", "2",
                "KINDLING_TOKEN", TOKEN,
                "KINDLING_RUNNER_URLS", "http://r1:8490,http://r2:8490",
                "KINDLING_MAIN_CLASS", "com.example.Main",
                "KINDLING_JOB", "word-count",
                "KINDLING_TRACEPARENT", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
  }

  @Test
  void writeShouldHaveTheTokenInTheEnvironmentAndNowhereElse() {
    DriverSubmission submission = write(Map.of("spark.a", "b"));
    String everything = Json.text(submission);

    assertThat(everything.split(TOKEN, -1)).as("places with the token").hasSize(2);
    assertThat(submission.sparkProperties().toString()).doesNotContain(TOKEN);
    assertThat(submission.appArgs().toString()).doesNotContain(TOKEN);
  }

  @Test
  void writeShouldKeepTheUsersJarsAndListeners() {
    Map<String, String> properties =
        write(
                Map.of(
                    "spark.jars", "http://x/a.jar,http://x/b.jar",
                    "spark.extraListeners", "com.example.Watch"))
            .sparkProperties();

    assertThat(properties.get("spark.jars"))
        .isEqualTo(
            "http://runner/agent.jar,http://artifacts/job.jar,http://x/a.jar,http://x/b.jar");
    assertThat(properties.get("spark.extraListeners"))
        .isEqualTo("dev.kindling.agent.AppWatch,com.example.Watch");
  }

  @Test
  void writeShouldNeverLetTheMasterSuperviseAndNameAllMasters() {
    assertThat(
            write(Map.of("spark.driver.supervise", "true", "spark.master", "local[*]"))
                .sparkProperties())
        .containsEntry("spark.driver.supervise", "false")
        .containsEntry("spark.master", "spark://m1:7077,m2:7077")
        .containsEntry("spark.submit.deployMode", "cluster");
  }

  @Test
  void writeShouldNameTheApplicationAfterTheJobUnlessItHasAName() {
    assertThat(write(Map.of()).sparkProperties()).containsEntry("spark.app.name", "word-count");
    assertThat(write(Map.of("spark.app.name", "mine")).sparkProperties())
        .containsEntry("spark.app.name", "mine");
  }
}
