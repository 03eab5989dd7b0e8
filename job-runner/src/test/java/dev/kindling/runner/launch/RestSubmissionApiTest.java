package dev.kindling.runner.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.DriverState;
import dev.kindling.runner.testing.ScriptedServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The contract with the submission server, over real sockets: each row is an answer that Spark
 * 4.0.0 was seen to give, or a way in which a network gives none.
 */
class RestSubmissionApiTest {
  private static final Duration PATIENCE = Duration.ofMillis(300);
  private static final DriverSubmission SUBMISSION =
      new DriverSubmission(
          "CreateSubmissionRequest",
          "4.0.0",
          "file:/job.jar",
          "dev.kindling.agent.Guard",
          List.of("a"),
          Map.of("KINDLING_TOKEN", "secret"),
          Map.of("spark.app.name", "x"));

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = vertx.createHttpClient();

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private RestSubmissionApi api(URI server) {
    return new RestSubmissionApi(client, () -> Optional.of(server), Optional.empty(), PATIENCE);
  }

  private LaunchResult create(ScriptedServer server) throws Exception {
    return await(api(server.uri()).create(SUBMISSION));
  }

  // ---- create

  @ParameterizedTest(name = "{0} {2} -> {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          200 | application/json;charset=utf-8 | {"action":"CreateSubmissionResponse","success":true,"submissionId":"driver-1","message":"ok"} | Accepted | driver-1
          200 | application/json;charset=utf-8 | {"success":true,"submissionId":"driver-1","unknownFields":["sparkProperties"]} | Accepted | driver-1
          200 | application/json;charset=utf-8 | {"success":false,"message":"Current state is not alive: RECOVERING. Can only accept driver submissions in ALIVE state."} | NotCreated | RECOVERING
          200 | application/json;charset=utf-8 | {"success":false,"message":"Current state is not alive: STANDBY."} | NotCreated | STANDBY
          200 | application/json | {"success":true} | Unknown | id
          200 | application/json | {"action":"SomethingElse"} | Unknown | 200
          200 | application/json | {"success":tr | Unknown | not JSON
          200 | text/html | <html>a proxy's page</html> | Unknown | 200
          400 | application/json | {"action":"ErrorResponse","message":"Malformed request: Validation of message CreateSubmissionRequest failed!"} | NotCreated for ever | Validation
          400 | application/json | {"message":"Main class is missing."} | NotCreated for ever | Main class
          400 | application/json | {"message":"Received message of unexpected type X"} | NotCreated for ever | unexpected
          403 | text/html | <html>Authorization header is missing.</html> | NotCreated | 403
          404 | text/html | <html></html> | NotCreated | 404
          405 | text/html | <html>wrong verb</html> | NotCreated | 405
          468 | application/json | {"highestProtocolVersion":"v1"} | NotCreated | 468
          500 | text/html | <html>NumberFormatException</html> | Unknown | 500
          502 | text/html | <html>Bad Gateway</html> | Unknown | 502
          503 | application/json | {"message":"Master is not ready."} | Unknown | 503
          """)
  void createShouldClassifyEachAnswer(
      int status, String contentType, String body, String kind, String words) throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(status, contentType, body)) {
      LaunchResult result = create(server);

      assertThat(kind(result)).isEqualTo(kind);
      assertThat(result.toString()).contains(words);
      assertThat(server.requests()).as("one POST, never repeated").hasSize(1);
    }
  }

  private static String kind(LaunchResult result) {
    if (result instanceof LaunchResult.NotCreated refused) {
      return refused.permanent() ? "NotCreated for ever" : "NotCreated";
    }
    return result instanceof LaunchResult.Accepted ? "Accepted" : "Unknown";
  }

  @Test
  void createShouldSendTheWholeSubmissionOnce() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.answering(
            200, "application/json", "{\"success\":true,\"submissionId\":\"driver-1\"}")) {
      create(server);

      String request = server.requests().get(0);
      assertThat(request).startsWith("POST /v1/submissions/create HTTP/1.1\r\n");
      assertThat(request).containsIgnoringCase("content-type: application/json");
      JsonNode body = Json.read(request.substring(request.indexOf("\r\n\r\n") + 4), JsonNode.class);
      assertThat(body).isEqualTo(Json.tree(SUBMISSION));
    }
  }

  @Test
  void createShouldBeCertainWhenTheConnectionIsRefused() throws Exception {
    LaunchResult result = await(api(ScriptedServer.nobody()).create(SUBMISSION));

    assertThat(kind(result)).isEqualTo("NotCreated");
    assertThat(result.toString()).contains("cannot be reached");
  }

  @Test
  void createShouldBeCertainWhenTheHostHasNoAddress() throws Exception {
    LaunchResult result = await(api(URI.create("http://no.such.invalid:6066")).create(SUBMISSION));

    assertThat(kind(result)).isEqualTo("NotCreated");
  }

  @Test
  void createShouldBeUnknownWhenNoAnswerComes() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(connection -> {})) {
      assertThat(kind(create(server))).isEqualTo("Unknown");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void createShouldLetGoOfTheConnectionOnWhichNoAnswerCame() throws Exception {
    java.util.concurrent.CountDownLatch letGo = new java.util.concurrent.CountDownLatch(1);
    try (ScriptedServer server =
        ScriptedServer.answering(
            connection -> {
              if (connection.getInputStream().read() < 0) {
                letGo.countDown();
              }
            })) {
      create(server);

      assertThat(letGo.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void createShouldBeUnknownWhenTheConnectionIsReset() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.answering(
            connection -> {
              connection.setSoLinger(true, 0);
              connection.close();
            })) {
      assertThat(kind(create(server))).isEqualTo("Unknown");
      assertThat(server.requests()).as("never repeated").hasSize(1);
    }
  }

  @Test
  void createShouldBeUnknownWhenTheAnswerBreaksOff() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.answering(
            connection -> {
              byte[] whole =
                  ScriptedServer.response(
                      200, "application/json", "{\"success\":true,\"submissionId\":\"driver-1\"}");
              connection.getOutputStream().write(whole, 0, whole.length - 10);
              connection.close();
            })) {
      assertThat(kind(create(server))).isEqualTo("Unknown");
    }
  }

  @Test
  void createShouldBeUnknownWhenTheBodyNeverEnds() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.answering(
            connection -> {
              byte[] whole = ScriptedServer.response(200, "application/json", "{\"success\":true}");
              connection.getOutputStream().write(whole, 0, whole.length - 5);
              connection.getOutputStream().flush();
            })) {
      assertThat(kind(create(server))).isEqualTo("Unknown");
    }
  }

  // ---- status

  private Optional<DriverStatus> status(int code, String contentType, String body)
      throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(code, contentType, body)) {
      Optional<DriverStatus> status = await(api(server.uri()).status("driver-1"));
      assertThat(server.requests().get(0)).startsWith("GET /v1/submissions/status/driver-1 ");
      return status;
    }
  }

  @Test
  void statusShouldTellTheState() throws Exception {
    assertThat(
            status(
                200,
                "application/json",
                """
                {"success":true,"driverState":"ERROR","message":"java.io.IOException: x",
                 "workerId":"worker-1","workerHostPort":"h:1"}"""))
        .contains(new DriverStatus(true, DriverState.ERROR, "worker-1", "java.io.IOException: x"));
  }

  @Test
  void statusShouldBeUnknownIdOnlyWithoutAMessage() throws Exception {
    assertThat(status(200, "application/json", "{\"success\":false}"))
        .contains(new DriverStatus(false, null, null, null));
    assertThat(
            status(
                200,
                "application/json",
                """
                {"success":false,"message":"Exception from the cluster:\\njava.lang.Exception: \
                Current state is not alive: RECOVERING."}"""))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          200 | text/html | <html></html>
          400 | application/json | {"message":"Submission ID is missing in status request."}
          403 | text/html | <html></html>
          500 | text/html | <html></html>
          """)
  void statusShouldMeanNothingOtherwise(int code, String contentType, String body)
      throws Exception {
    assertThat(status(code, contentType, body)).isEmpty();
  }

  @Test
  void statusShouldDecideNothingWhenSparkHasANewState() throws Exception {
    assertThat(status(200, "application/json", "{\"success\":true,\"driverState\":\"ASLEEP\"}"))
        .contains(new DriverStatus(true, DriverState.UNKNOWN, null, null));
  }

  // ---- kill

  @Test
  void killShouldCompleteWithTheMastersWords() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.answering(
            200,
            "application/json",
            "{\"success\":false,\"message\":\"Driver driver-1 has already finished\"}")) {
      assertThat(await(api(server.uri()).kill("driver-1"))).contains("already finished");
      assertThat(server.requests().get(0)).startsWith("POST /v1/submissions/kill/driver-1 ");
    }
  }

  @Test
  void killShouldFailWhenNobodyAnswers() throws Exception {
    Future<String> killed = api(ScriptedServer.nobody()).kill("driver-1");

    assertThat(await(killed.map(words -> "done").otherwise("failed"))).isEqualTo("failed");
  }
}
