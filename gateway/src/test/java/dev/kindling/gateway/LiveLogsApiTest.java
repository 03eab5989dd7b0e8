package dev.kindling.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.gateway.ApiFixture.Reply;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.gateway.run.Runs;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunState;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** While Elasticsearch is down, a run that runs is read where it runs. */
class LiveLogsApiTest {
  private static final String STDERR =
      """
      26/11/21 10:00:01 INFO SparkContext: Running Spark
      26/11/21 10:00:03 ERROR Boom: failed
      java.lang.IllegalStateException: x
      \tat A.main(A.java:1)
      """;
  private static final String EXECUTOR = "26/11/21 10:00:02 WARN Task: slow\n";

  private ApiFixture api;

  @BeforeEach
  void open() throws Exception {
    api = new ApiFixture();
    api.logs =
        query ->
            Future.failedFuture(
                Problems.unavailable("Elasticsearch is down.", new IOException("refused")));
    String ui = api.spark.uri().toString();
    api.spark.pages.put(
        "/json/",
        "{\"status\": \"ALIVE\", \"workers\": [{\"id\": \"worker-1\", \"webuiaddress\": \""
            + ui
            + "\"}]}");
    page("driverId=driver-1&logType=stderr", STDERR);
    page("driverId=driver-1&logType=stdout", "");
    page("appId=app-1&executorId=0&logType=stderr", EXECUTOR);
    head("driverId=driver-1", "r1/1");
    head("appId=app-1&executorId=0", "r1/1");
    api.runs.apply("r1", running());
  }

  private void page(String whose, String text) {
    String path = "/work/" + whose;
    api.spark.pages.put(
        "/log/?" + whose + "&byteLength=65536",
        "==== Bytes 0-"
            + text.length()
            + " of "
            + text.length()
            + " of "
            + path
            + " ====\n"
            + text);
  }

  /** What the worker has written before the process wrote anything. */
  private void head(String whose, String tag) {
    api.spark.pages.put(
        "/log/?" + whose + "&logType=stderr&offset=0&byteLength=32768",
        "==== Bytes 0-9 of 9 of x ====\nLaunch Command: \"java\" \"-Dspark.rpc.kindling.run="
            + tag
            + "\" \"Main\"\n");
  }

  /** An attempt with a driver and two executors, one of them where nobody knows. */
  private static Run running() {
    Run run = Runs.run("r1", "etl", 1, RunState.RUNNING);
    ObjectNode tree = Json.mapper().valueToTree(run);
    JsonNode attempt =
        Json.tree(
            """
            {"number": 1, "state": "CLAIMED", "tokenHash": "h", "createdAt": "2026-11-21T10:00:00Z",
             "claimedAt": "2026-11-21T10:00:00Z", "driverId": "driver-1", "appId": "app-1",
             "worker": "worker-1", "executors": [
               {"id": "0", "host": "h", "worker": "worker-1"},
               {"id": "1", "host": "h", "worker": "10.9.9.9:1"}]}
            """
                .getBytes(StandardCharsets.UTF_8));
    tree.withArray("attempts").add(attempt);
    return Json.read(Json.bytes(tree), Run.class);
  }

  @AfterEach
  void close() throws Exception {
    api.close();
  }

  @Test
  void searchShouldShowWhatIsLiveAndSayWhatIsMissing() {
    // when
    Reply reply = api.get("/api/v1/runs/r1/logs");

    // then
    assertThat(reply.status()).isEqualTo(200);
    assertThat(messages(reply)).containsExactly("Running Spark", "slow", "failed");
    String missing = reply.body().path("missing").toString();
    assertThat(missing)
        .contains("Elasticsearch does not answer")
        .contains("The worker of executor 1 is not known.")
        .contains("The worker does not show stdout of executor 0 on worker-1.");
  }

  @Test
  void searchShouldFilterAndOrderWhatIsLive() {
    assertThat(messages(api.get("/api/v1/runs/r1/logs?level=warn")))
        .containsExactly("slow", "failed");
    assertThat(messages(api.get("/api/v1/runs/r1/logs?q=spark"))).containsExactly("Running Spark");
    assertThat(messages(api.get("/api/v1/runs/r1/logs?q=-spark")))
        .containsExactly("slow", "failed");
    assertThat(messages(api.get("/api/v1/runs/r1/logs?source=executor"))).containsExactly("slow");
    assertThat(messages(api.get("/api/v1/runs/r1/logs?executor=7"))).isEmpty();
    assertThat(messages(api.get("/api/v1/runs/r1/logs?attempt=2"))).isEmpty();
    assertThat(messages(api.get("/api/v1/runs/r1/logs?from=2026-11-21T10:00:03Z")))
        .containsExactly("failed");
    assertThat(messages(api.get("/api/v1/runs/r1/logs?to=2026-11-21T10:00:02Z")))
        .containsExactly("Running Spark");
    Reply newest = api.get("/api/v1/runs/r1/logs?order=newest&limit=2");
    assertThat(messages(newest)).containsExactly("failed", "slow");
    assertThat(
            messages(
                api.get("/api/v1/runs/r1/logs?order=newest&limit=2&after=" + newest.at("/next"))))
        .containsExactly("Running Spark");
  }

  @Test
  void placesOfLinesShouldBeThoseThatElasticsearchWillHave() {
    // given
    JsonNode line = api.get("/api/v1/runs/r1/logs?level=error").body().at("/lines/0");

    // when
    Reply context =
        api.get(
            "/api/v1/runs/r1/logs/context?file="
                + line.path("file").asText().replace("&", "%26").replace("=", "%3D")
                + "&offset="
                + line.path("offset").asText());

    // then
    assertThat(line.path("offset").asInt()).isEqualTo(STDERR.indexOf("26/11/21 10:00:03"));
    assertThat(messages(context)).containsExactly("Running Spark", "failed");
    assertThat(context.body().path("missing")).isNotEmpty();
  }

  @Test
  void firstErrorAndDownloadShouldBeOfWhatIsLive() {
    // when
    Reply error = api.get("/api/v1/runs/r1/logs/first-error");
    Reply download = api.get("/api/v1/runs/r1/logs/download");

    // then
    assertThat(error.at("/line/error/type")).isEqualTo("java.lang.IllegalStateException");
    assertThat(error.body().path("missing")).isNotEmpty();
    assertThat(download.text()).contains("Running Spark").contains("slow").contains("A.main");
    assertThat(download.headers().get("kindling-incomplete")).contains("does not answer");
  }

  @Test
  void processOfAnotherRunShouldNotBeShownWhateverTheDriverSays() {
    // given
    head("appId=app-1&executorId=0", "theirs/1");

    // when
    Reply reply = api.get("/api/v1/runs/r1/logs");

    // then
    assertThat(messages(reply)).containsExactly("Running Spark", "failed");
    assertThat(reply.body().path("missing").toString()).contains("stderr of executor 0");
  }

  @Test
  void slowSearchShouldBeNoReasonToLookElsewhere() {
    // given
    api.logs = query -> Future.failedFuture(Problems.unavailable("It took too long.", null));

    // then
    assertThat(api.get("/api/v1/runs/r1/logs").status()).isEqualTo(503);
  }

  @Test
  void runThatDoesNotRunShouldHaveNothingLive() {
    // given
    api.runs.apply("r2", Runs.run("r2", "etl", 1, RunState.SUCCEEDED));

    // then
    assertThat(api.get("/api/v1/runs/r2/logs").status()).isEqualTo(503);

    // when no master answers
    api.spark.pages.remove("/json/");

    // then
    assertThat(api.get("/api/v1/runs/r1/logs").status()).isEqualTo(503);
  }

  private static List<String> messages(Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.body().path("lines").findValuesAsText("message").stream()
        // Of what was thrown there is a message too.
        .filter(message -> !message.equals("x"))
        .toList();
  }
}
