package dev.kindling.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.model.json.Json;
import dev.kindling.stack.net.Probe;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a user does, from the call to the log line, on real parts. */
@ExtendWith(WholeSystem.class)
class JourneysIT {
  private static final Duration RUN = Duration.ofMinutes(2);
  private static final Duration SHIPPED = Duration.ofSeconds(30);

  @Test
  void wordCountShouldRunToItsEndAndItsLinesBeSearchable(WholeSystem.Running system) {
    // given
    system.register("word-count", "journey-word-count");

    // when
    String id = system.api().run("journey-word-count", object("lines", 5_000), null);
    JsonNode run = system.api().awaitEnd(id, RUN);

    // then
    assertThat(run.path("state").asText()).as(run.toPrettyString()).isEqualTo("SUCCEEDED");
    JsonNode attempt = run.path("attempts").path(0);
    assertThat(run.path("attempts").size()).isEqualTo(1);
    assertThat(attempt.path("driverId").asText()).startsWith("driver-");
    assertThat(attempt.path("appId").asText()).startsWith("app-");
    assertThat(attempt.path("worker").asText()).startsWith("worker-");
    assertThat(attempt.path("executors").path(0).path("worker").asText())
        .as("the worker of its first executor")
        .startsWith("worker-");
    assertThat(attempt.path("outcome").path("exitCode").asInt(-1)).isZero();
    assertThat(run.toString()).doesNotContain("tokenHash");
    Deadline.await(
        "lines of the driver and of an executor are searchable",
        SHIPPED,
        () ->
            !system.api().logs(id, "&source=driver").isEmpty()
                && !system.api().logs(id, "&source=executor").isEmpty());
  }

  @Test
  void etlShouldFailWithTheNameOfTheCheckWhenTheDataAreBad(WholeSystem.Running system) {
    // given
    system.register("etl", "journey-etl");
    ObjectNode parameters = object("rows", 2_000);
    parameters.put("output", system.folder("etl").toString());
    parameters.put("faults", 0.3);
    parameters.put("maxNullRatio", 0.01);

    // when
    String id = system.api().run("journey-etl", parameters, null);
    JsonNode run =
        system
            .api()
            .awaitRun(
                id,
                RUN,
                r -> r.path("attempts").size() > 0 && r.path("attempts").path(0).has("outcome"));

    // then
    JsonNode outcome = run.path("attempts").path(0).path("outcome");
    assertThat(outcome.path("failureClass").asText()).isEqualTo("EXCEPTION");
    assertThat(outcome.path("message").asText()).containsIgnoringCase("null");
    system.api().post("/api/v1/runs/" + id + "/cancel", Map.of(), null);
  }

  @Test
  void failedRunShouldNameTheRootCauseAndShowTheTraceAsOneLine(WholeSystem.Running system) {
    // given
    system.register("probe", "journey-failing");
    ObjectNode parameters = object("lines", 3);
    parameters.put("dir", system.folder("failing").toString());
    parameters.put("fail", "the quota is used up");

    // when
    String id = system.api().run("journey-failing", parameters, null);
    JsonNode run = system.api().awaitEnd(id, RUN);

    // then
    assertThat(run.path("state").asText()).isEqualTo("FAILED");
    JsonNode outcome = run.path("attempts").path(0).path("outcome");
    assertThat(outcome.path("exceptionClass").asText())
        .isEqualTo("java.lang.IllegalStateException");
    assertThat(outcome.path("message").asText()).isEqualTo("the quota is used up");
    assertThat(outcome.path("rootCauseClass").asText()).isEqualTo("java.io.IOException");
    assertThat(run.path("reason").asText()).contains("the probe was told to fail");
    Deadline.await(
        "the joined stack trace is found by its message",
        SHIPPED,
        () ->
            system.api().logs(id, "&q=quota").stream()
                .anyMatch(line -> line.toString().contains("Caused by: java.io.IOException")));
  }

  @Test
  void logsOfDriverAndServicesShouldMeetInTheSearchWhenTheRunIsAskedFor(
      WholeSystem.Running system) {
    // given
    system.register("probe", "journey-logs");
    ObjectNode parameters = object("lines", 3);
    parameters.put("dir", system.folder("logs").toString());

    // when
    String id = system.api().run("journey-logs", parameters, null);
    system.api().awaitEnd(id, RUN);

    // then Spark's lines have what our layout adds: the thread and milliseconds
    Deadline.await(
        "a line of Spark itself has a thread and milliseconds",
        SHIPPED,
        () ->
            hits(system, "spark-logs", id).stream()
                .anyMatch(
                    line ->
                        line.at("/process/thread/name").asText().equals("main")
                            && line.path("@timestamp").asText().matches(".*:\\d\\d\\.\\d{3}Z")));
    // and the job-runner's own lines about the run are beside them
    Deadline.await(
        "a line of the job-runner is searchable by the run",
        SHIPPED,
        () ->
            hits(system, "kindling-logs", id).stream()
                .anyMatch(
                    line ->
                        line.at("/service/name").asText().equals("kindling-job-runner")
                            && line.at("/service/node/name").asText().equals("job-runner-1")));
  }

  private static List<JsonNode> hits(WholeSystem.Running system, String index, String runId) {
    URI search =
        system
            .stack()
            .elasticsearch()
            .url()
            .resolve("/" + index + "/_search?size=500&q=run.id:%22" + runId + "%22");
    List<JsonNode> found = new ArrayList<>();
    Probe.json(search)
        .ifPresent(page -> page.at("/hits/hits").forEach(hit -> found.add(hit.path("_source"))));
    return found;
  }

  @Test
  void exitOfUserCodeWithAnotherCodeThanZeroShouldFailTheRun(WholeSystem.Running system) {
    // given
    system.register("probe", "journey-exit");
    ObjectNode parameters = object("exit", 3);
    parameters.put("dir", system.folder("exit").toString());

    // when
    String id = system.api().run("journey-exit", parameters, null);
    JsonNode run = system.api().awaitEnd(id, RUN);

    // then
    assertThat(run.path("state").asText()).as(run.toPrettyString()).isEqualTo("FAILED");
    assertThat(run.path("reason").asText()).contains("System.exit").contains("Probe");
  }

  @Test
  void missingClassShouldFailWithoutAnotherAttempt(WholeSystem.Running system) {
    // given
    ObjectNode spec = system.spec("probe");
    ((ObjectNode) spec.path("spark")).put("mainClass", "com.example.NotThere");
    ((ObjectNode) spec.path("retry")).put("maxAttempts", 3);
    system.api().put("/api/v1/jobs/journey-no-class", spec);

    // when
    String id =
        system.api().run("journey-no-class", object("dir", system.folder("none").toString()), null);
    JsonNode run = system.api().awaitEnd(id, RUN);

    // then
    assertThat(run.path("state").asText()).isEqualTo("FAILED");
    assertThat(run.path("attempts").size()).isEqualTo(1);
    assertThat(run.path("attempts").path(0).path("outcome").path("failureClass").asText())
        .isEqualTo("MISCONFIGURED");
  }

  @Test
  void cancelShouldEndTheDriver(WholeSystem.Running system) {
    // given
    system.register("probe", "journey-cancel");
    ObjectNode parameters = object("seconds", 600);
    parameters.put("dir", system.folder("cancel").toString());
    String id = system.api().run("journey-cancel", parameters, null);
    system.api().awaitRun(id, RUN, run -> "RUNNING".equals(run.path("state").asText()));

    // when
    system
        .api()
        .post("/api/v1/runs/" + id + "/cancel", Map.of("reason", "not needed"), null)
        .expect(202);

    // then
    JsonNode run = system.api().awaitEnd(id, Duration.ofSeconds(60));
    assertThat(run.path("state").asText()).isEqualTo("CANCELLED");
    assertThat(run.path("reason").asText()).contains("not needed");
    assertNotActiveAtTheMaster(system, run);
  }

  @Test
  void runThatTakesTooLongShouldBeEnded(WholeSystem.Running system) {
    // given
    ObjectNode spec = system.spec("probe");
    ((ObjectNode) spec.path("limits")).put("timeout", "PT12S");
    system.api().put("/api/v1/jobs/journey-timeout", spec);
    ObjectNode parameters = object("seconds", 600);
    parameters.put("dir", system.folder("timeout").toString());

    // when
    String id = system.api().run("journey-timeout", parameters, null);
    JsonNode run = system.api().awaitEnd(id, RUN);

    // then
    assertThat(run.path("state").asText()).isEqualTo("TIMED_OUT");
    assertThat(run.path("reason").asText()).contains("limits/timeout");
    assertNotActiveAtTheMaster(system, run);
  }

  @Test
  void etlShouldWriteItsReportWhenTheDataAreGood(WholeSystem.Running system) throws IOException {
    // given
    system.register("etl", "journey-good-etl");
    Path output = system.folder("good-etl");
    ObjectNode parameters = object("rows", 1_000);
    parameters.put("output", output.toString());

    // when
    String id = system.api().run("journey-good-etl", parameters, null);
    JsonNode run = system.api().awaitEnd(id, RUN);

    // then
    assertThat(run.path("state").asText()).as(run.toPrettyString()).isEqualTo("SUCCEEDED");
    try (Stream<Path> files = Files.walk(output)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .anyMatch(name -> name.endsWith(".parquet"))
          .anyMatch(name -> name.endsWith(".json"));
    }
  }

  private static void assertNotActiveAtTheMaster(WholeSystem.Running system, JsonNode run) {
    String driver = run.path("attempts").path(0).path("driverId").asText();
    assertThat(driver).startsWith("driver-");
    Deadline.await(
        driver + " is not active at the master",
        Duration.ofSeconds(30),
        () -> !system.masterPage().path("activedrivers").findValuesAsText("id").contains(driver));
  }

  @Test
  void sameIdempotencyKeyShouldBeTheSameRun(WholeSystem.Running system) throws IOException {
    // given
    system.register("probe", "journey-key");
    Path traces = system.folder("key");
    String key = "order-" + UUID.randomUUID();

    // when
    String first = system.api().run("journey-key", object("dir", traces.toString()), key);
    String second = system.api().run("journey-key", object("dir", traces.toString()), key);
    system.api().awaitEnd(first, RUN);
    String third = system.api().run("journey-key", object("dir", traces.toString()), key);

    // then
    assertThat(second).isEqualTo(first);
    assertThat(third).isEqualTo(first);
    try (Stream<Path> files = Files.list(traces)) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(1);
    }
  }

  @Test
  void runsBeyondTheLimitShouldWaitAndSayForWhat(WholeSystem.Running system) {
    // given
    ObjectNode spec = system.spec("probe");
    ((ObjectNode) spec.path("limits")).put("maxConcurrentRuns", 1);
    system.api().put("/api/v1/jobs/journey-limit", spec);
    ObjectNode parameters = object("seconds", 600);
    parameters.put("dir", system.folder("limit").toString());
    String first = system.api().run("journey-limit", parameters, null);
    system.api().awaitRun(first, RUN, run -> "RUNNING".equals(run.path("state").asText()));

    // when
    String second = system.api().run("journey-limit", parameters, null);

    // then
    JsonNode waiting =
        system
            .api()
            .awaitRun(second, RUN, run -> run.path("waitingFor").asText().contains("1 of 1"));
    assertThat(waiting.path("state").asText()).isEqualTo("QUEUED");
    system.api().post("/api/v1/runs/" + second + "/cancel", Map.of(), null).expect(202);
    system.api().post("/api/v1/runs/" + first + "/cancel", Map.of(), null).expect(202);
    assertThat(system.api().awaitEnd(second, RUN).path("attempts").size()).isZero();
    system.api().awaitEnd(first, RUN);
  }

  @Test
  void badSpecShouldBeRefusedWithEveryFieldNamed(WholeSystem.Running system) {
    // given
    ObjectNode spec = system.spec("probe");
    ((ObjectNode) spec.path("spark")).put("mainClass", "not a class");
    ((ObjectNode) spec.path("spark").path("properties")).put("spark.executor.memory", "lots");

    // when
    Api.Answer answer = system.api().put("/api/v1/jobs/journey-bad", spec);

    // then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("errors").findValuesAsText("field"))
        .contains("spark/mainClass", "spark/properties/spark.executor.memory");
    assertThat(system.api().get("/api/v1/jobs/journey-bad").status()).isEqualTo(404);
  }

  @Test
  void cronScheduleShouldStartARunForItsInstant(WholeSystem.Running system) {
    // given
    system.register("probe", "journey-cron");
    ObjectNode schedule = object("job", "journey-cron");
    schedule.put("cron", "*/5 * * * * *");
    schedule.put("timeZone", "Europe/Berlin");
    schedule.set("parameters", object("dir", system.folder("cron").toString()));

    // when
    Api.Answer answer = system.api().put("/api/v1/schedules/journey-often", schedule);
    assertThat(answer.status()).as(answer.toString()).isIn(200, 201);

    // then
    JsonNode[] runs = new JsonNode[1];
    Deadline.await(
        "a run of the schedule",
        Duration.ofSeconds(75),
        () -> {
          runs[0] = system.api().get("/api/v1/runs?job=journey-cron").expect(200).body();
          return runs[0].path("items").size() > 0;
        });
    system.api().delete("/api/v1/schedules/journey-often");
    String id = runs[0].path("items").path(0).path("id").asText();
    JsonNode run = system.api().awaitEnd(id, RUN);
    assertThat(run.path("state").asText()).isEqualTo("SUCCEEDED");
    assertThat(run.path("origin").path("kind").asText()).isEqualTo("schedule");
    assertThat(run.path("origin").path("name").asText()).isEqualTo("journey-often");
  }

  @Test
  void eventOnATopicShouldStartARunWithItsValues(WholeSystem.Running system)
      throws ExecutionException, InterruptedException {
    // given
    system.register("probe", "journey-event");
    String topic = "files-" + UUID.randomUUID();
    String bootstrap = system.stack().kafka().bootstrap();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
    }
    String traces = system.folder("event").toString();
    ObjectNode trigger = object("job", "journey-event");
    trigger.put("topic", topic);
    trigger.put("filter", "data.kind == 'orders'");
    ObjectNode mapping = object("dir", "'" + traces + "'");
    mapping.put("lines", "data.lines");
    trigger.set("parameters", mapping);
    Api.Answer answer = system.api().put("/api/v1/triggers/journey-files", trigger);
    assertThat(answer.status()).as(answer.toString()).isIn(200, 201);

    // when: one that fits, one that does not, one that is not JSON, and the first once more
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap),
            new StringSerializer(),
            new ByteArraySerializer())) {
      producer.send(event(topic, "e-1", "orders")).get();
      producer.send(event(topic, "e-2", "invoices")).get();
      producer
          .send(new ProducerRecord<>(topic, "k", "not json".getBytes(StandardCharsets.UTF_8)))
          .get();
      producer.send(event(topic, "e-1", "orders")).get();
    }

    // then
    JsonNode tried =
        system
            .api()
            .post("/api/v1/triggers/journey-files/test", Map.of("last", 10), null)
            .expect(200)
            .body()
            .path("items");
    assertThat(tried.findValuesAsText("verdict"))
        .containsExactlyInAnyOrder("fired", "fired", "filtered", "unreadable");
    Deadline.await(
        "a run of the trigger",
        Duration.ofSeconds(30),
        () -> system.api().get("/api/v1/runs?job=journey-event").body().path("items").size() > 0);
    JsonNode first = system.api().get("/api/v1/runs?job=journey-event").body().path("items");
    JsonNode run = system.api().awaitEnd(first.path(0).path("id").asText(), RUN);
    assertThat(run.path("state").asText()).as(run.toPrettyString()).isEqualTo("SUCCEEDED");
    assertThat(run.path("parameters").path("lines").asInt()).isEqualTo(7);
    assertThat(run.path("origin").path("kind").asText()).isEqualTo("trigger");
    assertThat(system.api().get("/api/v1/runs?job=journey-event").body().path("items").size())
        .as("the same event twice is one run, the other two are none")
        .isEqualTo(1);
    assertThat(DeadLetters.of(system.stack().kafka().bootstrap()))
        .anyMatch(letter -> letter.path("topic").asText().equals(topic));
    system.api().delete("/api/v1/triggers/journey-files");
  }

  private static ProducerRecord<String, byte[]> event(String topic, String id, String kind) {
    ObjectNode data = object("kind", kind);
    data.put("lines", 7);
    ObjectNode event = object("specversion", "1.0");
    event.put("id", id);
    event.put("source", "/files");
    event.put("type", "file.arrived");
    event.set("data", data);
    return new ProducerRecord<>(topic, id, Json.bytes(event));
  }

  private static ObjectNode object(String key, String value) {
    return Json.mapper().createObjectNode().put(key, value);
  }

  private static ObjectNode object(String key, int value) {
    return Json.mapper().createObjectNode().put(key, value);
  }
}
