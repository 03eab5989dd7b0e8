package dev.kindling.runner.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.guard.ClaimReply;
import dev.kindling.model.guard.ClaimRequest;
import dev.kindling.model.guard.FinalReport;
import dev.kindling.model.guard.GuardProtocol;
import dev.kindling.model.guard.LeaseReply;
import dev.kindling.model.guard.LeaseRequest;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.Decision;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunCommand;
import dev.kindling.model.run.RunIds;
import dev.kindling.model.run.RunMachine;
import dev.kindling.model.run.RunState;
import dev.kindling.runner.testing.TestRuns;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The guard's protocol over real HTTP; behind it one run that obeys the real machine. */
class GuardServerTest {
  private static final String TOKEN = "token";
  private static final ClaimRequest CLAIM =
      new ClaimRequest("run-1", 1, TOKEN, "driver-1", "host", 7);
  private static final LeaseRequest LEASE = new LeaseRequest("run-1", 1, TOKEN, "app-1");

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicReference<Run> run = new AtomicReference<>();
  private final List<RunCommand> commands = new CopyOnWriteArrayList<>();
  private volatile Function<RunCommand, Future<GuardAnswer>> owner = this::decide;
  private final List<Integer> partitions = new CopyOnWriteArrayList<>();
  private GuardServer server;

  @BeforeEach
  void deploy() throws Exception {
    run.set(
        TestRuns.after(
            TestRuns.queued("run-1"),
            new RunCommand.Begin(RunIds.tokenHash(TOKEN)),
            new RunCommand.Accepted(1, "driver-1")));
    server =
        new GuardServer(
            "127.0.0.1",
            0,
            Duration.ofSeconds(45),
            Duration.ofSeconds(10),
            new RunDoor() {
              @Override
              public Future<GuardAnswer> ask(int partition, String runId, RunCommand command) {
                partitions.add(partition);
                commands.add(command);
                return runId.equals("run-1")
                    ? owner.apply(command)
                    : Future.succeededFuture(new GuardAnswer.NoSuchRun());
              }

              @Override
              public List<String> runners() {
                return List.of("http://a:8490", "http://b:8490");
              }
            });
    vertx
        .deployVerticle(server)
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private Future<GuardAnswer> decide(RunCommand command) {
    Decision decision = RunMachine.decide(run.get(), command, TestRuns.START);
    run.set(decision.run());
    return Future.succeededFuture(new GuardAnswer.Decided(decision));
  }

  private HttpResponse<String> post(String path, Object body)
      throws IOException, InterruptedException {
    return post(path, body instanceof String text ? text : Json.text(body));
  }

  private HttpResponse<String> post(String path, String body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json")
            .header(GuardProtocol.PARTITION_HEADER, "3")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void claimShouldBeGrantedWithLeaseAndRenewal() throws Exception {
    HttpResponse<String> answer = post(GuardProtocol.CLAIMS_PATH, CLAIM);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(Json.read(answer.body(), ClaimReply.class))
        .isEqualTo(ClaimReply.granted(45_000, 10_000));
    assertThat(run.get().state()).isEqualTo(RunState.RUNNING);
    assertThat(run.get().lastAttempt().orElseThrow().pid()).isEqualTo(7);
  }

  @Test
  void claimShouldBeGrantedAgainToTheSameProcessAndRefusedToAnother() throws Exception {
    post(GuardProtocol.CLAIMS_PATH, CLAIM);

    assertThat(post(GuardProtocol.CLAIMS_PATH, CLAIM).statusCode()).isEqualTo(200);
    HttpResponse<String> other =
        post(GuardProtocol.CLAIMS_PATH, new ClaimRequest("run-1", 1, TOKEN, "driver-1", "host", 8));
    assertThat(other.statusCode()).isEqualTo(409);
    assertThat(Json.read(other.body(), ClaimReply.class).granted()).isFalse();
    assertThat(Json.read(other.body(), ClaimReply.class).reason()).contains("another process");
  }

  @Test
  void claimShouldBeRefusedWithAWrongTokenOrForAnUnknownRun() throws Exception {
    assertThat(
            post(
                    GuardProtocol.CLAIMS_PATH,
                    new ClaimRequest("run-1", 1, "wrong", "driver-1", "host", 7))
                .statusCode())
        .isEqualTo(409);
    HttpResponse<String> unknown =
        post(GuardProtocol.CLAIMS_PATH, new ClaimRequest("run-2", 1, TOKEN, "d", "host", 7));
    assertThat(unknown.statusCode()).isEqualTo(409);
    assertThat(Json.read(unknown.body(), ClaimReply.class).reason()).contains("not known");
  }

  @Test
  void tokenShouldGoNoFurtherThanItsHash() throws Exception {
    post(GuardProtocol.CLAIMS_PATH, CLAIM);

    assertThat(commands.get(0))
        .isEqualTo(new RunCommand.Claim(1, RunIds.tokenHash(TOKEN), "driver-1", "host", 7));
  }

  @Test
  void leaseShouldBeKeptWhileTheAttemptIsAlive() throws Exception {
    post(GuardProtocol.CLAIMS_PATH, CLAIM);

    HttpResponse<String> kept = post(GuardProtocol.LEASES_PATH, LEASE);

    assertThat(kept.statusCode()).isEqualTo(200);
    assertThat(Json.read(kept.body(), LeaseReply.class)).isEqualTo(LeaseReply.kept(45_000));
    assertThat(run.get().lastAttempt().orElseThrow().appId()).isEqualTo("app-1");
  }

  @Test
  void leaseShouldEndWhenTheAttemptHasEndedForItsOwner() throws Exception {
    HttpResponse<String> ended = post(GuardProtocol.LEASES_PATH, LEASE);
    assertThat(ended.statusCode()).isEqualTo(409);
    assertThat(Json.read(ended.body(), LeaseReply.class).keep()).isFalse();

    HttpResponse<String> unknown =
        post(GuardProtocol.LEASES_PATH, new LeaseRequest("run-2", 1, TOKEN, null));
    assertThat(unknown.statusCode()).isEqualTo(409);
  }

  @Test
  void reportShouldBeTakenAndTakenAgain() throws Exception {
    post(GuardProtocol.CLAIMS_PATH, CLAIM);
    FinalReport report = new FinalReport("run-1", 1, TOKEN, 0, null, null, null, null, "app-1");

    assertThat(post(GuardProtocol.REPORTS_PATH, report).statusCode()).isEqualTo(200);
    assertThat(run.get().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(post(GuardProtocol.REPORTS_PATH, report).statusCode()).isEqualTo(200);
  }

  @Test
  void reportShouldBeAnsweredAlsoWhenTheRunIsGone() throws Exception {
    assertThat(
            post(
                    GuardProtocol.REPORTS_PATH,
                    new FinalReport("run-2", 1, TOKEN, 0, null, null, null, null, null))
                .statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {GuardProtocol.CLAIMS_PATH, GuardProtocol.LEASES_PATH, GuardProtocol.REPORTS_PATH})
  void runnerThatCannotSayShouldRefuseNobody(String path) throws Exception {
    owner = command -> Future.failedFuture("the run has just moved");

    HttpResponse<String> answer =
        post(path, path.equals(GuardProtocol.CLAIMS_PATH) ? CLAIM : LEASE);

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    assertThat(answer.body()).contains("has just moved");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {GuardProtocol.CLAIMS_PATH, GuardProtocol.LEASES_PATH, GuardProtocol.REPORTS_PATH})
  void runnerThatIsNotTheOwnerShouldNameTheOwner(String path) throws Exception {
    owner =
        command ->
            Future.succeededFuture(
                new GuardAnswer.NotOurs(Optional.of(URI.create("http://b:8490"))));

    HttpResponse<String> answer =
        post(path, path.equals(GuardProtocol.CLAIMS_PATH) ? CLAIM : LEASE);

    assertThat(answer.statusCode()).isEqualTo(421);
    assertThat(answer.headers().firstValue("Kindling-Owner")).contains("http://b:8490");
    assertThat(answer.headers().firstValue("Kindling-Runners"))
        .contains("http://a:8490,http://b:8490");
  }

  @Test
  void runnerThatDoesNotKnowTheOwnerShouldAskForAnotherTry() throws Exception {
    owner = command -> Future.succeededFuture(new GuardAnswer.NotOurs(Optional.empty()));

    assertThat(post(GuardProtocol.LEASES_PATH, LEASE).statusCode()).isEqualTo(503);
  }

  @Test
  void everyAnswerShouldTellOfTheOtherRunners() throws Exception {
    assertThat(post(GuardProtocol.CLAIMS_PATH, CLAIM).headers().firstValue("Kindling-Runners"))
        .contains("http://a:8490,http://b:8490");
    assertThat(partitions).containsExactly(3);
  }

  @Test
  void decisionThatNeverComesShouldBe503AndNotAnAnswer() throws Exception {
    owner = command -> Promise.<GuardAnswer>promise().future();

    assertThat(post(GuardProtocol.CLAIMS_PATH, CLAIM).statusCode()).isEqualTo(503);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{",
        "[]",
        "null",
        "``",
        "{}",
        "{\"runId\":\"run-1\"}",
        "{\"token\":\"t\",\"attempt\":\"x\"}"
      })
  void malformedMessageShouldBe400(String body) throws Exception {
    assertThat(post(GuardProtocol.CLAIMS_PATH, body).statusCode()).isEqualTo(400);
    assertThat(post(GuardProtocol.LEASES_PATH, body).statusCode()).isEqualTo(400);
    assertThat(post(GuardProtocol.REPORTS_PATH, body).statusCode()).isEqualTo(400);
    assertThat(run.get().state()).isEqualTo(RunState.SUBMITTED);
  }

  @Test
  void messageThatIsTooLongShouldBe413() throws Exception {
    assertThat(post(GuardProtocol.CLAIMS_PATH, "x".repeat(100_000)).statusCode()).isEqualTo(413);
  }

  @Test
  void nothingElseShouldBeThere() throws Exception {
    assertThat(post("/internal/v1/kills", CLAIM).statusCode()).isEqualTo(404);
    assertThat(
            client
                .send(
                    HttpRequest.newBuilder(
                            URI.create(
                                "http://127.0.0.1:" + server.port() + GuardProtocol.CLAIMS_PATH))
                        .build(),
                    HttpResponse.BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(405);
  }
}
