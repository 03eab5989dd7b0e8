package dev.kindling.shipper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kindling.kit.config.SettingsException;
import dev.kindling.kit.service.RunningService;
import dev.kindling.shipper.index.FakeElasticsearch;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as it runs: its own thread, the real client, HTTP, files. */
class LogShipperAppTest {
  private static final String HEADER =
      "Launch Command: \"java\" \"-Dspark.rpc.kindling.run=0192-ab/1\""
          + " \"-Dspark.rpc.kindling.job=etl\" \"-Dspark.my.pass=hunter2\" \"Main\"\n"
          + "========================================\n\n";

  @TempDir Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    join(vertx.close());
  }

  @Test
  void startShouldShipAndSayThatItIsReadyWhenElasticsearchComesLater() throws Exception {
    FakeElasticsearch first = FakeElasticsearch.start(vertx, 0);
    URI url = first.url();
    first.close();
    Path driver = Files.createDirectories(directory.resolve("work/driver-20261120230559-0001"));
    Files.writeString(driver.resolve("stderr"), HEADER);
    RunningService service = join(LogShipperApp.start(vertx, environment(url)));
    await().until(() -> get(service, "/health/ready").body().contains("does not answer"));

    FakeElasticsearch server = FakeElasticsearch.start(vertx, url.getPort());
    Files.writeString(driver.resolve("stdout"), "result 42\n");
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(messages(server)).contains("result 42").hasSize(2));

    assertThat(messages(server)).noneMatch(message -> message.contains("hunter2"));
    await().until(() -> get(service, "/health/ready").statusCode() == 200);
    assertThat(get(service, "/metrics").body())
        .contains(
            "kindling_shipper_documents_total",
            "kindling_shipper_lag_bytes",
            "kindling_shipper_checkpoint_age_seconds");
    join(service.stop());
    server.close();
  }

  @Test
  void stopShouldSendNothingTwiceWhenItStartsAgain() throws Exception {
    FakeElasticsearch server = FakeElasticsearch.start(vertx, 0);
    Path driver = Files.createDirectories(directory.resolve("work/driver-20261120230559-0001"));
    Files.writeString(driver.resolve("stderr"), HEADER + "26/11/20 23:06:16 INFO A: one\n");
    RunningService service = join(LogShipperApp.start(vertx, environment(server.url())));
    await().untilAsserted(() -> assertThat(messages(server)).contains("one"));
    join(service.stop());
    long bulks = bulks(server);

    Files.writeString(
        driver.resolve("stderr"), "26/11/20 23:06:17 INFO A: two\n", StandardOpenOption.APPEND);
    RunningService again = join(LogShipperApp.start(vertx, environment(server.url())));
    await().untilAsserted(() -> assertThat(messages(server)).contains("two"));
    join(again.stop());

    assertThat(bulks(server)).isEqualTo(bulks + 1);
    assertThat(server.documents()).hasSize(3);
    server.close();
  }

  @Test
  void startShouldNameAllProblemsWhenTheSettingsAreWrong() {
    Map<String, String> environment =
        Map.of(
            "KINDLING_KAFKA_BOOTSTRAP", "localhost:9092",
            "KINDLING_SHIPPER_WORK_DIRS", "w1=/a,w1=/b,nonsense",
            "KINDLING_SHIPPER_ZONE", "Mars/Olympus",
            "KINDLING_SHIPPER_SERVICE_LOGS", "gateway=/a,gateway=/b,what",
            "KINDLING_SHIPER_STATE_DIR", "/x");

    assertThatThrownBy(() -> join(LogShipperApp.start(vertx, environment)))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("\"w1\" twice")
        .hasMessageContaining("nonsense")
        .hasMessageContaining("Mars/Olympus")
        .hasMessageContaining("names \"gateway\" twice; add an instance, as in gateway/2=path")
        .hasMessageContaining("\"what\"; it must be service=path")
        .hasMessageContaining("KINDLING_ELASTICSEARCH_URL")
        .hasMessageContaining("did you mean KINDLING_SHIPPER_STATE_DIR?");
  }

  @Test
  void startShouldFailWhenAnotherShipperHasTheState() {
    Map<String, String> environment = environment(URI.create("http://127.0.0.1:1"));
    RunningService service = join(LogShipperApp.start(vertx, environment));

    assertThatThrownBy(() -> join(LogShipperApp.start(vertx, environment)))
        .hasMessageContaining("another log-shipper works in");
    join(service.stop());
  }

  private Map<String, String> environment(URI elasticsearch) {
    return Map.of(
        "KINDLING_KAFKA_BOOTSTRAP",
        "localhost:9092",
        "KINDLING_SHIPPER_ARCHIVE",
        "false",
        "KINDLING_SHIPPER_WORK_DIRS",
        "w1=" + directory.resolve("work"),
        "KINDLING_SHIPPER_STATE_DIR",
        directory.resolve("state").toString(),
        "KINDLING_ELASTICSEARCH_URL",
        elasticsearch.toString());
  }

  private HttpResponse<String> get(RunningService service, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + service.managementPort() + path);
    return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static List<String> messages(FakeElasticsearch server) {
    return server.documents().values().stream().map(LogShipperAppTest::message).toList();
  }

  private static String message(JsonObject document) {
    return document.getString("message");
  }

  private static long bulks(FakeElasticsearch server) {
    return server.requests().stream().filter("POST /_bulk"::equals).count();
  }

  private static <T> T join(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
