package dev.kindling.kit.health;

import dev.kindling.model.json.Json;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The port for operators: {@code /health/live}, {@code /health/ready} (200 or 503, each check with
 * its words) and {@code /metrics} in the Prometheus text format. Kept apart from a service's own
 * port, so that it can stay closed to the outside.
 */
public final class ManagementServer extends VerticleBase {
  private static final long GRACE_SECONDS = 1;

  private final String host;
  private final int port;
  private final Health health;
  private final PrometheusMeterRegistry meters;
  private HttpServer server;

  public ManagementServer(String host, int port, Health health, PrometheusMeterRegistry meters) {
    this.host = host;
    this.port = port;
    this.health = health;
    this.meters = meters;
  }

  /** The port it listens on, once deployed. */
  public int port() {
    return server.actualPort();
  }

  @Override
  public Future<?> start() {
    server = vertx.createHttpServer().requestHandler(this::answer);
    return server.listen(port, host);
  }

  @Override
  public Future<?> stop() {
    return server.shutdown(GRACE_SECONDS, TimeUnit.SECONDS);
  }

  private void answer(HttpServerRequest request) {
    switch (request.path()) {
      case "/health/live" -> checks(request.response(), health.liveness());
      case "/health/ready" -> checks(request.response(), health.readiness());
      case "/metrics" ->
          request
              .response()
              .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
              .end(meters.scrape());
      default ->
          request
              .response()
              .setStatusCode(404)
              .end("Not here: try /health/live, /health/ready or /metrics.\n");
    }
  }

  private static void checks(HttpServerResponse response, Map<String, CheckResult> results) {
    boolean ok = results.values().stream().allMatch(CheckResult::ok);
    response
        .setStatusCode(ok ? 200 : 503)
        .putHeader("Content-Type", "application/json")
        .end(Json.text(Map.of("status", ok ? "UP" : "DOWN", "checks", results)));
  }
}
