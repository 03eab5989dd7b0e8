package dev.kindling.gateway.http;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP listener of the API. It lives in a verticle so that its stop can wait for requests that
 * are in flight: an undeploy on its own would cut them.
 *
 * <p>With TLS the certificate is looked at again now and then: a renewed one serves new connections
 * without a restart; one that cannot be used is told of in the log, and the one before stays.
 */
public final class GatewayServer extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayServer.class);
  private static final long GRACE_SECONDS = 10;
  private static final int IDLE_SECONDS = 75;

  private final String host;
  private final int port;
  private final Optional<TlsFiles> tls;
  private final Duration look;
  private final Supplier<Future<Handler<HttpServerRequest>>> router;
  private final Runnable endStreams;
  private final int loops;
  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
  private PemKeyCertOptions certificate;
  private String trouble;

  /**
   * @param port 0 for any
   * @param tls certificate and key; empty for plain HTTP
   * @param look how often the certificate is looked at
   * @param router makes the router once everything behind it has started
   * @param endStreams ends answers that would go on for ever
   * @param loops how many event loops serve connections
   */
  public GatewayServer(
      String host,
      int port,
      Optional<TlsFiles> tls,
      Duration look,
      Supplier<Future<Handler<HttpServerRequest>>> router,
      Runnable endStreams,
      int loops) {
    this.host = host;
    this.port = port;
    this.tls = tls;
    this.look = look;
    this.router = router;
    this.endStreams = endStreams;
    this.loops = loops;
  }

  /** The port it listens on, once deployed. */
  public int port() {
    return servers.get(0).actualPort();
  }

  @Override
  public Future<?> start() {
    return router
        .get()
        .compose(routes -> options().compose(options -> listen(options, routes)))
        .onSuccess(listening -> tls.ifPresent(this::watch));
  }

  /**
   * Servers of one address share its connections (Vert.x, "Server sharing"), one for each event
   * loop; with a negative port those of one deployment share a free one.
   */
  private Future<?> listen(HttpServerOptions options, Handler<HttpServerRequest> routes) {
    return vertx.deployVerticle(
        () -> new Loop(options, routes), new DeploymentOptions().setInstances(loops));
  }

  /** The server of one event loop. */
  private final class Loop extends VerticleBase {
    private final HttpServerOptions options;
    private final Handler<HttpServerRequest> routes;
    private HttpServer server;

    Loop(HttpServerOptions options, Handler<HttpServerRequest> routes) {
      this.options = options;
      this.routes = routes;
    }

    @Override
    public Future<?> start() {
      server =
          vertx
              .createHttpServer(options)
              .requestHandler(routes)
              .connectionHandler(TurnFlush::on)
              .invalidRequestHandler(Answers::malformed);
      return server.listen(port == 0 ? -1 : port, host).onSuccess(servers::add);
    }

    /** Called by our own end, which ends what was deployed by us first. */
    @Override
    public Future<?> stop() {
      endStreams.run();
      return server.shutdown(GRACE_SECONDS, TimeUnit.SECONDS);
    }
  }

  private Future<HttpServerOptions> options() {
    HttpServerOptions options =
        new HttpServerOptions()
            .setIdleTimeout(IDLE_SECONDS)
            .setIdleTimeoutUnit(TimeUnit.SECONDS)
            .setCompressionSupported(true)
            // RATIONALE.md, "Why no HTTP/2 without TLS?"
            .setHttp2ClearTextEnabled(false);
    if (tls.isEmpty()) {
      return Future.succeededFuture(options);
    }
    return vertx
        .executeBlocking(tls.get()::read, false)
        .map(
            read -> {
              certificate = read;
              return options.setSsl(true).setUseAlpn(true).setKeyCertOptions(read);
            });
  }

  private void watch(TlsFiles files) {
    vertx.setPeriodic(
        look.toMillis(),
        timer ->
            vertx
                .executeBlocking(files::read, false)
                .compose(this::renew)
                .onFailure(failure -> tellOnce(files, failure.toString())));
  }

  private Future<?> renew(PemKeyCertOptions read) {
    if (read.equals(certificate)) {
      return Future.succeededFuture();
    }
    ServerSSLOptions renewed = new ServerSSLOptions().setUseAlpn(true).setKeyCertOptions(read);
    return Future.join(servers.stream().map(one -> one.updateSSLOptions(renewed)).toList())
        .onSuccess(
            updated -> {
              certificate = read;
              trouble = null;
              LOG.info("a renewed certificate serves from now on");
            });
  }

  private void tellOnce(TlsFiles files, String failure) {
    if (!failure.equals(trouble)) {
      trouble = failure;
      LOG.error(
          "{} and {} are no certificate and key that can be used; the ones before stay: {}",
          files.certificate(),
          files.key(),
          failure);
    }
  }
}
