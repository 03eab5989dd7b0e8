package dev.kindling.runner.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.kit.health.CheckResult;
import dev.kindling.model.json.Json;
import dev.kindling.runner.cluster.MasterLooks.Look;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every master once per period and tells a listener what it saw; one request per look and
 * master, however many drivers there are. The next look is armed when the last one has answered, so
 * a slow master is never asked twice at once.
 *
 * <p>The listener is called on the verticle's event loop.
 */
public final class ClusterWatch extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterWatch.class);

  private final List<Master> masters;
  private final Duration period;
  private final InstantSource clock;
  private final Consumer<ClusterView> listener;
  private HttpClient client;
  private volatile ClusterView last;
  private boolean stopped;

  public ClusterWatch(
      List<Master> masters,
      Duration period,
      InstantSource clock,
      MeterRegistry meters,
      Consumer<ClusterView> listener) {
    this.masters = List.copyOf(masters);
    this.period = period;
    this.clock = clock;
    this.listener = listener;
    this.last = ClusterView.unreachable("not looked at yet", clock.instant());
    Gauge.builder("kindling.cluster.alive", this, watch -> watch.last.isAlive() ? 1 : 0)
        .description("1 while the Spark master is ALIVE")
        .register(meters);
    Gauge.builder("kindling.cluster.workers", this, watch -> watch.last.workers().size())
        .description("Spark workers that the master counts as alive")
        .register(meters);
    Gauge.builder("kindling.cluster.waiting.drivers", this, watch -> watch.last.waitingDrivers())
        .description("drivers that wait at the master")
        .register(meters);
  }

  /** Readiness: a runner without a master takes requests, but launches nothing. */
  public CheckResult health() {
    ClusterView seen = last;
    return seen.isAlive()
        ? CheckResult.up(
            "the Spark master at "
                + seen.master().ui()
                + " is ALIVE with "
                + seen.workers().size()
                + " workers")
        : CheckResult.down("no Spark master is ALIVE: " + seen.detail());
  }

  @Override
  public Future<?> start() {
    client =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout(2_000).setKeepAliveTimeout(10));
    look();
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    stopped = true;
    return client.close();
  }

  private void look() {
    List<Future<Look>> looks = masters.stream().map(this::look).toList();
    Future.all(looks)
        .onSuccess(
            all ->
                seen(
                    MasterLooks.together(
                        looks.stream().map(Future::result).toList(), clock.instant())))
        .onComplete(done -> rearm());
  }

  /** Never fails: that a master cannot be looked at is what was seen. */
  private Future<Look> look(Master master) {
    RequestOptions page =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI(master.ui().resolve("/json/").toString())
            .setTimeout(5_000);
    return client
        .request(page)
        .compose(request -> request.send().compose(response -> body(master, response)))
        .timeout(10, TimeUnit.SECONDS)
        .map(body -> MasterPage.read(parsed(body), clock.instant()))
        .otherwise(
            failure ->
                ClusterView.unreachable(String.valueOf(failure.getMessage()), clock.instant()))
        .map(view -> new Look(master, view));
  }

  /** Unknown paths of the UI answer 200 with HTML, so the content type decides. */
  private static Future<Buffer> body(Master master, HttpClientResponse response) {
    String type = response.getHeader("Content-Type");
    if (response.statusCode() != 200 || type == null || !type.contains("json")) {
      return Future.failedFuture(
          "GET " + master.ui() + "/json/ answered " + response.statusCode() + " " + type);
    }
    return response.body();
  }

  private static JsonNode parsed(Buffer body) {
    try {
      return Json.tree(body.getBytes());
    } catch (UncheckedIOException e) {
      throw new IllegalStateException("the master's page is not JSON: " + e.getMessage(), e);
    }
  }

  private void seen(ClusterView view) {
    if (!view.status().equals(last.status()) || !Objects.equals(view.master(), last.master())) {
      LOG.info(
          "the Spark master{} is {} (was {})",
          view.master() == null ? "" : " " + view.master().ui(),
          view.status(),
          last.status());
    }
    last = view;
    listener.accept(view);
  }

  private void rearm() {
    if (!stopped) {
      vertx.setTimer(period.toMillis(), id -> look());
    }
  }
}
