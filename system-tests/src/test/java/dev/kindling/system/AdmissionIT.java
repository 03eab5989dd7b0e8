package dev.kindling.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.stack.services.ServiceKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may start, what becomes of who may not, what stays of who has ended, and secrets. */
class AdmissionIT {
  private static final String SECRET = "s3cr3t-v4lue-of-the-test";

  private static WholeSystem.Running system;
  private static ProbeRuns probes;

  @BeforeAll
  static void start() {
    system =
        new WholeSystem.Running(
            "admission ",
            builder ->
                builder
                    .workers(1, 8, "8g")
                    .workerVariable("KINDLING_SECRET_DB", SECRET)
                    .setting(ServiceKind.JOB_RUNNER, "KINDLING_RUNS_KEPT", "PT1S")
                    .setting(ServiceKind.JOB_RUNNER, "KINDLING_ARCHIVE_POLL", "PT1S")
                    .setting(ServiceKind.JOB_RUNNER, "KINDLING_SPARK_FORBIDDEN", "spark.ui.*")
                    .setting(
                        ServiceKind.JOB_RUNNER, "KINDLING_SPARK_FORCED", "spark.ui.enabled=false"));
    probes = new ProbeRuns(system);
  }

  @AfterAll
  static void stop() {
    system.close();
  }

  private static ObjectNode limits(ObjectNode spec) {
    return (ObjectNode) spec.path("limits");
  }

  private static JsonNode waits(String id, String forWhat) {
    return system
        .api()
        .awaitRun(id, ProbeRuns.SOON, run -> run.path("waitingFor").asText().contains(forWhat));
  }

  private static void cancel(String... ids) {
    for (String id : ids) {
      system.api().post("/api/v1/runs/" + id + "/cancel", Map.of(), null).expect(202);
    }
    for (String id : ids) {
      assertThat(probes.end(id).path("state").asText()).isEqualTo("CANCELLED");
    }
  }

  @Test
  void poolShouldShareItsSlotsAndFollowItsDefinition() {
    probes.register("pool-a", spec -> limits(spec).put("pool", "shared"));
    probes.register("pool-b", spec -> limits(spec).put("pool", "shared").put("priority", 5));
    String first = probes.start("pool-a", 600);
    waits(first, "PUT /api/v1/pools/shared");

    system.api().put("/api/v1/pools/shared", Map.of("slots", 1)).expect(201);
    probes.awaitBeat(first, 1);
    String low = probes.start("pool-a", 600);
    String high = probes.start("pool-b", 600);
    waits(low, "1 of 1 slots of the pool shared are taken");
    waits(high, "1 of 1 slots of the pool shared are taken");

    system.api().put("/api/v1/pools/shared", Map.of("slots", 2)).expect(200);
    probes.awaitBeat(high, 1);
    assertThat(system.api().runOf(low).path("state").asText()).isEqualTo("QUEUED");
    cancel(low, high, first);
  }

  @Test
  void holdsShouldKeepRunsWaitingAndLetThemGo() {
    probes.register("held", 1);
    for (String hold : List.of("job.held", "all")) {
      system.api().put("/api/v1/holds/" + hold, Map.of("reason", "new kernel")).expect(201);
      String id;
      try {
        id = heldBack("held", "the end of the hold " + hold);
      } finally {
        system.api().delete("/api/v1/holds/" + hold).expect(204);
      }

      probes.succeeds(id);
    }
  }

  /** The first run that waits: the view of the job-runner follows within moments, not at once. */
  private static String heldBack(String job, String forWhat) {
    for (int i = 0; i < 5; i++) {
      String id = probes.start(job, 0);
      JsonNode run =
          system
              .api()
              .awaitRun(
                  id,
                  ProbeRuns.SOON,
                  one ->
                      one.path("waitingFor").asText().contains(forWhat)
                          || one.path("state").asText().equals("SUCCEEDED"));
      if (run.path("state").asText().equals("QUEUED")) {
        return id;
      }
    }
    throw new AssertionError("nothing waits for " + forWhat);
  }

  @Test
  void runThatIsOneTooManyShouldBeSkippedOrReplaceTheFirst() {
    probes.register(
        "skip", spec -> limits(spec).put("maxConcurrentRuns", 1).put("onConflict", "skip"));
    probes.register(
        "replace", spec -> limits(spec).put("maxConcurrentRuns", 1).put("onConflict", "replace"));

    String skipFirst = probes.running("skip", 600);
    JsonNode skipped = probes.end(probes.start("skip", 0));
    assertThat(skipped.path("state").asText()).isEqualTo("SKIPPED");
    assertThat(skipped.path("reason").asText()).contains("1 of 1");
    cancel(skipFirst);

    String replaced = probes.running("replace", 600);
    String winner = probes.start("replace", 0);
    probes.succeeds(winner);
    JsonNode gone = probes.end(replaced);
    assertThat(gone.path("state").asText()).isEqualTo("CANCELLED");
    assertThat(gone.path("reason").asText()).contains("replaced by run " + winner);
  }

  @Test
  void runThatWaitsTooLongShouldBeTimedOutAndSayForWhat() {
    probes.register(
        "impatient",
        spec -> {
          limits(spec).put("queueTimeout", "PT2S");
          ((ObjectNode) spec.path("spark").path("properties")).put("spark.executor.cores", "64");
        });

    JsonNode run = probes.end(probes.start("impatient", 0));

    assertThat(run.path("state").asText()).isEqualTo("TIMED_OUT");
    assertThat(run.path("reason").asText()).contains("queueTimeout").contains("64 core(s)");
  }

  @Test
  void endedRunsShouldLeaveTheTableForTheArchiveAndStillBeFound() {
    probes.register("kept", spec -> spec.putObject("history").put("succeeded", 1).put("failed", 1));
    List<String> runs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      runs.add(probes.start("kept", 0));
      probes.succeeds(runs.get(i));
    }

    Deadline.await(
        "only the last run is in the list",
        ProbeRuns.SOON,
        () ->
            system
                .api()
                .get("/api/v1/runs?job=kept")
                .body()
                .path("items")
                .findValuesAsText("id")
                .equals(List.of(runs.get(2))));
    for (String id : runs) {
      assertThat(system.api().runOf(id).path("state").asText()).isEqualTo("SUCCEEDED");
    }
    assertThat(system.api().get("/api/v1/runs/" + runs.get(0) + "/logs").status()).isEqualTo(200);
    JsonNode again =
        system.api().post("/api/v1/runs/" + runs.get(0) + "/rerun", Map.of(), null).body();
    assertThat(again.path("origin").path("rerunOf").asText()).isEqualTo(runs.get(0));
    probes.succeeds(again.path("id").asText());
  }

  @Test
  void secretShouldReachTheJobAndNobodyElse() throws IOException {
    probes.register(
        "secret",
        spec -> {
          ObjectNode spark = (ObjectNode) spec.path("spark");
          spark.withArray("args").removeAll().add("--dir").add("${param:dir}/${secret:db}");
          ((ObjectNode) spark.path("properties")).put("spark.hadoop.my.key", "${secret:db}");
        });
    Path told = Files.createDirectories(probes.folder().resolve(SECRET));

    String id = probes.start("secret", 0);
    JsonNode run = probes.succeeds(id);

    try (Stream<Path> traces = Files.list(told)) {
      assertThat(traces.map(Path::toString)).as("the job had it").anyMatch(t -> t.contains(id));
    }
    assertThat(run.toString()).doesNotContain(SECRET);
    assertThat(system.api().get("/api/v1/jobs/secret").body().toString()).doesNotContain(SECRET);
    for (String topic :
        List.of(
            KindlingTopics.RUNS.name(),
            KindlingTopics.RUN_REQUESTS.name(),
            KindlingTopics.RUN_EVENTS.name(),
            KindlingTopics.JOBS.name())) {
      assertThat(TopicDump.of(system.stack().kafka().bootstrap(), topic))
          .as(topic)
          .noneMatch(
              one ->
                  one.value() != null
                      && new String(one.value(), StandardCharsets.UTF_8).contains(SECRET));
    }
    Path work = system.stack().workers().get(0).workDirectory();
    try (Stream<Path> logs = Files.walk(work)) {
      for (Path log : logs.filter(Files::isRegularFile).filter(AdmissionIT::isLog).toList()) {
        assertThat(Files.readString(log)).as(log.toString()).doesNotContain(SECRET);
      }
    }
  }

  private static boolean isLog(Path file) {
    return List.of("stdout", "stderr").contains(file.getFileName().toString());
  }

  @Test
  void missingSecretShouldFailAtOnceAndSayWhereToPutIt() {
    probes.register(
        "no-secret",
        spec ->
            ((ObjectNode) spec.path("spark"))
                .withArray("args")
                .removeAll()
                .add("${secret:not-there}"));

    JsonNode run = probes.end(probes.start("no-secret", 0));

    assertThat(run.path("state").asText()).isEqualTo("FAILED");
    assertThat(run.path("reason").asText()).contains("KINDLING_SECRET_NOT_THERE");
  }

  @Test
  void parameterShouldNotBringInASecret() {
    probes.register("thief", 1);

    JsonNode run =
        probes.end(probes.start("thief", parameters -> parameters.put("fail", "${secret:db}")));

    assertThat(run.path("state").asText()).isEqualTo("FAILED");
    assertThat(run.path("reason").asText()).contains("only the job itself may refer to secrets");
  }

  @Test
  void forbiddenPropertyShouldFailTheRunAndNameTheRule() {
    probes.register(
        "forbidden",
        spec ->
            ((ObjectNode) spec.path("spark").path("properties")).put("spark.ui.filters", "a.B"));

    JsonNode run = probes.end(probes.start("forbidden", 0));

    assertThat(run.path("reason").asText())
        .contains("spark.ui.filters")
        .contains("KINDLING_SPARK_FORBIDDEN");
  }
}
