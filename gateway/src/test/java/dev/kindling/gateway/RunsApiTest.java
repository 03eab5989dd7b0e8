package dev.kindling.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.gateway.ApiFixture.Reply;
import dev.kindling.gateway.ApiFixture.Sent;
import dev.kindling.gateway.log.LogLine;
import dev.kindling.gateway.log.LogPage;
import dev.kindling.gateway.log.LogQueries;
import dev.kindling.gateway.log.LogQuery;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.gateway.run.Runs;
import dev.kindling.model.job.FailureClass;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.Attempt;
import dev.kindling.model.run.AttemptState;
import dev.kindling.model.run.Executor;
import dev.kindling.model.run.Memory;
import dev.kindling.model.run.Outcome;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunIds;
import dev.kindling.model.run.RunRequest;
import dev.kindling.model.run.RunState;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunsApiTest {
  private static final String INPUT = "{\"parameters\": {\"input\": \"file:a\"}}";

  private ApiFixture api;

  @BeforeEach
  void open() throws Exception {
    api = new ApiFixture();
    api.put("/api/v1/jobs/wc", DefinitionsApiTest.JOB);
  }

  @AfterEach
  void close() throws Exception {
    api.close();
  }

  @Test
  void startShouldAskForARunThatIsVisibleAtOnce() {
    // when
    Reply accepted =
        api.post(
            "/api/v1/jobs/wc/runs",
            INPUT,
            "traceparent",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    // then
    assertThat(accepted.status()).isEqualTo(202);
    String id = accepted.at("/id");
    assertThat(accepted.headers()).containsEntry("location", "/api/v1/runs/" + id);
    assertThat(accepted.at("/state")).isEqualTo("REQUESTED");
    assertThat(accepted.at("/parameters/top")).isEqualTo("10");
    assertThat(accepted.at("/traceId")).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(api.get("/api/v1/runs/" + id).body()).isEqualTo(accepted.body());
    assertThat(api.get("/api/v1/runs").at("/items/0/id")).isEqualTo(id);

    Sent sent = api.sent.remove();
    assertThat(sent.routingKey()).isEqualTo("wc");
    assertThat(sent.traceparent()).startsWith("00-0af7651916cd43dd8448eb211c80319c-");
    RunRequest.Requested request = (RunRequest.Requested) sent.request();
    assertThat(request.runId()).isEqualTo(id);
    assertThat(request.job().revision()).isEqualTo(1);
    assertThat(Json.text(request)).contains("\"type\":\"RunRequested\"");
  }

  @Test
  void startShouldUseThePoolAsRoutingKey() {
    // given
    api.put(
        "/api/v1/jobs/pooled",
        DefinitionsApiTest.JOB.replace("\"timeout\"", "\"pool\": \"big\", \"timeout\""));

    // when
    api.post("/api/v1/jobs/pooled/runs", INPUT);

    // then
    assertThat(api.sent.remove().routingKey()).isEqualTo("big");
  }

  @Test
  void startShouldAnswerTheSameRunForTheSameKey() {
    // when
    Reply first = api.post("/api/v1/jobs/wc/runs", INPUT, "Idempotency-Key", "order-7");
    Reply second = api.post("/api/v1/jobs/wc/runs", INPUT, "Idempotency-Key", "order-7");
    Reply other =
        api.post(
            "/api/v1/jobs/wc/runs",
            "{\"parameters\": {\"input\": \"file:b\"}}",
            "Idempotency-Key",
            "order-7");

    // then
    assertThat(first.at("/id")).isEqualTo(RunIds.ofIdempotencyKey("wc", "order-7"));
    assertThat(second.status()).isEqualTo(202);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(other.status()).isEqualTo(409);
    assertThat(api.sent).hasSize(1);
  }

  @Test
  void startShouldAnswerTheSameRunWhenTheJobHasChangedSince() {
    // given
    Reply first = api.post("/api/v1/jobs/wc/runs", INPUT, "Idempotency-Key", "order-7");
    api.put("/api/v1/jobs/wc", DefinitionsApiTest.JOB.replace("\"default\": 10", "\"default\": 9"));

    // when
    Reply second = api.post("/api/v1/jobs/wc/runs", INPUT, "Idempotency-Key", "order-7");

    // then
    assertThat(second.status()).isEqualTo(202);
    assertThat(second.at("/id")).isEqualTo(first.at("/id"));
  }

  @Test
  void startShouldTellOneProblemForEachParameter() {
    // when
    Reply refused =
        api.post("/api/v1/jobs/wc/runs", "{\"parameters\": {\"top\": 0, \"inputt\": \"x\"}}");

    // then
    assertThat(refused.status()).isEqualTo(400);
    assertThat(DefinitionsApiTest.fields(refused))
        .containsExactlyInAnyOrder("parameters/input", "parameters/top", "parameters/inputt");
    assertThat(refused.body().toString()).contains("did you mean input?");
    assertThat(api.sent).isEmpty();
  }

  @Test
  void startShouldRefuseWhatIsNoRequest() {
    assertThat(api.post("/api/v1/jobs/none/runs", INPUT).status()).isEqualTo(404);
    assertThat(DefinitionsApiTest.fields(api.post("/api/v1/jobs/wc/runs", "{\"params\": {}}")))
        .containsExactly("params");
    assertThat(DefinitionsApiTest.fields(api.post("/api/v1/jobs/wc/runs", "{\"parameters\": []}")))
        .containsExactly("parameters");
    assertThat(
            DefinitionsApiTest.fields(
                api.post("/api/v1/jobs/wc/runs", INPUT, "Idempotency-Key", "x".repeat(256))))
        .containsExactly("Idempotency-Key");
    assertThat(DefinitionsApiTest.fields(api.post("/api/v1/jobs/wc/runs", null)))
        .containsExactly("parameters/input");
  }

  @Test
  void startShouldAnswer503WhenKafkaDoesNotAcknowledge() {
    // given
    api.acknowledgement = Future.failedFuture(Problems.unavailable("No answer.", null));

    // when
    Reply refused = api.post("/api/v1/jobs/wc/runs", INPUT, "Idempotency-Key", "k");

    // then
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.headers()).containsEntry("retry-after", "5");
    assertThat(api.get("/api/v1/runs").body().path("items")).isEmpty();
  }

  @Test
  void getShouldShowAttemptsButNeverATokenHash() {
    // given
    Run run = Runs.run("r1", "wc", 1, RunState.FAILED);
    Attempt attempt =
        Attempt.begun(1, "the-token-hash", new Memory(2048, null), Runs.BEGIN)
            .submitted("driver-1", Runs.BEGIN)
            .claimed("driver-1", "host", 7, Runs.BEGIN)
            .running("app-1", List.of(new Executor("0", "host", "worker-2")))
            .withWorker("worker-1")
            .ended(
                AttemptState.FAILED,
                new Outcome(1, FailureClass.EXCEPTION, "a.B", "m", "c.D", "n"),
                "It threw.",
                Runs.BEGIN);
    api.runs.apply("r1", with(run, attempt));

    // when
    Reply reply = api.get("/api/v1/runs/r1");

    // then
    assertThat(reply.at("/attempts/0/driverId")).isEqualTo("driver-1");
    assertThat(reply.at("/attempts/0/appId")).isEqualTo("app-1");
    assertThat(reply.at("/attempts/0/worker")).isEqualTo("worker-1");
    assertThat(reply.at("/attempts/0/executors/0/worker")).isEqualTo("worker-2");
    assertThat(reply.at("/attempts/0/memory/driverMb")).isEqualTo("2048");
    assertThat(reply.at("/attempts/0/outcome/rootCauseClass")).isEqualTo("c.D");
    assertThat(reply.body().toString()).doesNotContain("token");
    assertThat(api.get("/api/v1/runs/r2").status()).isEqualTo(404);
  }

  @Test
  void getShouldFindARunThatHasLeftTheTable() {
    Run old = Runs.run("old", "wc", 1, RunState.SUCCEEDED);
    api.archive =
        id -> Future.succeededFuture(id.equals("old") ? Optional.of(old) : Optional.empty());

    assertThat(api.get("/api/v1/runs/old").at("/state")).isEqualTo("SUCCEEDED");
    assertThat(api.get("/api/v1/runs/old/logs").status()).isEqualTo(200);
    assertThat(api.post("/api/v1/runs/old/cancel", null).status()).isEqualTo(409);
    assertThat(api.get("/api/v1/runs/none").status()).isEqualTo(404);
  }

  @Test
  void getShouldNotSayThatThereIsNoRunWhenTheArchiveDoesNotAnswer() {
    api.archive = id -> Future.failedFuture(Problems.unavailable("No archive now.", null));

    assertThat(api.get("/api/v1/runs/r9").status()).isEqualTo(503);
    assertThat(api.get("/api/v1/runs/r9/logs").status()).isEqualTo(503);
  }

  @Test
  void listShouldPageAndFilter() {
    // given
    for (int i = 0; i < 5; i++) {
      RunState state = i % 2 == 0 ? RunState.SUCCEEDED : RunState.RUNNING;
      api.runs.apply("r" + i, Runs.run("r" + i, i == 4 ? "etl" : "wc", i, state));
    }

    // when
    Reply first = api.get("/api/v1/runs?limit=2");
    Reply second = api.get("/api/v1/runs?limit=2&cursor=" + first.at("/next"));
    Reply last = api.get("/api/v1/runs?limit=2&cursor=" + second.at("/next"));

    // then
    assertThat(first.at("/items/0/id") + first.at("/items/1/id")).isEqualTo("r4r3");
    assertThat(second.at("/items/0/id") + second.at("/items/1/id")).isEqualTo("r2r1");
    assertThat(last.at("/items/0/id")).isEqualTo("r0");
    assertThat(last.body().has("next")).isFalse();
    assertThat(api.get("/api/v1/runs?state=SUCCEEDED&job=wc").body().path("items")).hasSize(2);
    assertThat(api.get("/api/v1/runs?state=SUCCEEDED,RUNNING").body().path("items")).hasSize(5);
    assertThat(
            DefinitionsApiTest.fields(api.get("/api/v1/runs?state=DONE&limit=0&cursor=x&jbo=wc")))
        .containsExactlyInAnyOrder("state", "limit", "cursor", "jbo");
  }

  @Test
  void cancelShouldAskForTheEndOnce() {
    // given
    api.runs.apply("r1", Runs.run("r1", "wc", 1, RunState.RUNNING));
    api.runs.apply("r2", Runs.run("r2", "wc", 1, RunState.SUCCEEDED));

    // when, then
    assertThat(api.post("/api/v1/runs/r1/cancel", "{\"reason\": \"wrong input\"}").status())
        .isEqualTo(202);
    Sent sent = api.sent.remove();
    assertThat(sent.routingKey()).isEqualTo("wc");
    assertThat(sent.request())
        .isEqualTo(new RunRequest.Cancel("r1", "anonymous", "wrong input", ApiFixture.NOW));
    assertThat(api.post("/api/v1/runs/r1/cancel", null).status()).isEqualTo(202);
    assertThat(api.post("/api/v1/runs/r2/cancel", null).status()).isEqualTo(409);
    assertThat(api.post("/api/v1/runs/r3/cancel", null).status()).isEqualTo(404);
    assertThat(DefinitionsApiTest.fields(api.post("/api/v1/runs/r1/cancel", "{\"reason\": 5}")))
        .containsExactly("reason");
  }

  @Test
  void logsShouldPassTheQueryOnAndShowLines() {
    // given
    api.runs.apply("r1", Runs.run("r1", "wc", 1, RunState.RUNNING));
    Queue<LogQuery> asked = new ConcurrentLinkedQueue<>();
    LogLine line =
        new LogLine(
            "2026-11-21T10:00:00Z",
            "ERROR",
            "Main",
            null,
            "boom",
            "driver",
            "stderr",
            1L,
            "driver-1",
            null,
            null,
            null,
            "/w/driver-1/stderr",
            42L,
            new LogLine.Thrown("a.B", null, "a.B: boom"));
    api.logs =
        query -> {
          asked.add(query);
          return Future.succeededFuture(new LogPage(List.of(line), "bmV4dA"));
        };

    // when
    Reply reply =
        api.get("/api/v1/runs/r1/logs?q=stage%20%22unclosed&level=warn&source=driver&limit=5");

    // then
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.at("/lines/0/message")).isEqualTo("boom");
    assertThat(reply.at("/next")).isEqualTo("bmV4dA");
    assertThat(asked)
        .containsExactly(
            LogQueries.of(
                "r1",
                Optional.of("stage \"unclosed"),
                Optional.of("warn"),
                Optional.of("driver"),
                5,
                Optional.empty()));
  }

  @Test
  void logsShouldRefuseBadQueriesAndUnknownRuns() {
    // given
    api.runs.apply("r1", Runs.run("r1", "wc", 1, RunState.RUNNING));

    // when, then
    assertThat(
            DefinitionsApiTest.fields(
                api.get(
                    "/api/v1/runs/r1/logs?level=loud&source=x&limit=1001&after=x&q="
                        + "a".repeat(1001))))
        .containsExactlyInAnyOrder("level", "source", "limit", "after", "q");
    assertThat(api.get("/api/v1/runs/r2/logs").status()).isEqualTo(404);
  }

  @Test
  void logsShouldAnswer503AndTheRestGoOnWhenElasticsearchIsAway() {
    // given
    api.runs.apply("r1", Runs.run("r1", "wc", 1, RunState.RUNNING));
    api.logs = query -> Future.failedFuture(Problems.unavailable("No answer.", null));

    // when
    Reply refused = api.get("/api/v1/runs/r1/logs");

    // then
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.headers()).containsKey("retry-after");
    assertThat(api.get("/api/v1/runs/r1").status()).isEqualTo(200);
  }

  private static Run with(Run run, Attempt attempt) {
    return new Run(
        run.schema(),
        run.id(),
        run.version(),
        run.job(),
        run.parameters(),
        run.origin(),
        run.traceparent(),
        run.terms(),
        run.state(),
        run.reason(),
        run.waitingFor(),
        List.of(attempt),
        run.requestedAt(),
        run.queuedAt(),
        run.retryAt(),
        run.cancel(),
        run.ending(),
        run.endedAt(),
        run.updatedAt());
  }
}
