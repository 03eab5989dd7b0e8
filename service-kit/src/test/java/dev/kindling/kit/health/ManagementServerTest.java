package dev.kindling.kit.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over real HTTP, as a probe or a Prometheus would ask. */
class ManagementServerTest {
  private final Vertx vertx = Vertx.vertx();
  private final Health health = new Health();
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ManagementServer server = new ManagementServer("127.0.0.1", 0, health, meters);
  private final HttpClient client = HttpClient.newHttpClient();
  private String deployment;

  @BeforeEach
  void deploy() throws Exception {
    deployment =
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

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    return client.send(
        HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void readyShouldBe200WithEachCheckInWordsWhenAllAreUp() throws Exception {
    health.ready("kafka", () -> CheckResult.up("answers"));
    health.live("process", () -> CheckResult.down("not asked for here"));

    HttpResponse<String> answer = get("/health/ready");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.body())
        .contains("\"status\":\"UP\"")
        .contains("\"checks\":{\"kafka\":{\"ok\":true,\"detail\":\"answers\"}}");
  }

  @Test
  void readyShouldBe503WhenOneCheckIsDown() throws Exception {
    health.ready("kafka", () -> CheckResult.up("answers"));
    health.ready("spark", () -> CheckResult.down("away"));

    HttpResponse<String> answer = get("/health/ready");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body())
        .contains("\"status\":\"DOWN\"")
        .contains("\"kafka\":{\"ok\":true,\"detail\":\"answers\"}")
        .contains("\"spark\":{\"ok\":false,\"detail\":\"away\"}");
  }

  @Test
  void liveShouldLookAtTheLivenessChecksOnly() throws Exception {
    health.live("process", () -> CheckResult.up("runs"));
    health.ready("spark", () -> CheckResult.down("away"));

    assertThat(get("/health/live").statusCode()).isEqualTo(200);

    health.live("process", () -> CheckResult.down("stuck"));
    assertThat(get("/health/live").statusCode()).isEqualTo(503);
  }

  @Test
  void metricsShouldBePrometheusText() throws Exception {
    meters.counter("kindling.test.things", "kind", "good").increment(3);

    HttpResponse<String> answer = get("/metrics");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
    assertThat(answer.body()).contains("kindling_test_things_total{kind=\"good\"} 3.0");
  }

  @Test
  void anyOtherPathShouldBe404AndSayWhatThereIs() throws Exception {
    HttpResponse<String> answer = get("/actuator");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("/health/ready");
  }

  @Test
  void stopShouldCloseThePort() throws Exception {
    int port = server.port();
    assertThat(get("/health/live").statusCode()).isEqualTo(200);

    vertx.undeploy(deployment).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);

    assertThatThrownBy(
            () ->
                client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                    HttpResponse.BodyHandlers.ofString()))
        .isInstanceOf(IOException.class);
  }
}
