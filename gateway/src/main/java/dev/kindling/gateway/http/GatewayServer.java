package dev.kindling.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The HTTP listener of the API. It lives in a verticle so that its stop can wait for requests that
 * are in flight: an undeploy on its own would cut them.
 */
public final class GatewayServer extends VerticleBase {
  private static final long GRACE_SECONDS = 10;
  private static final int IDLE_SECONDS = 75;

  private final String host;
  private final int port;
  private final Supplier<ApiRouter> router;
  private HttpServer server;

  /**
   * @param port 0 for any
   * @param router makes the router once everything behind it has started
   */
  public GatewayServer(String host, int port, Supplier<ApiRouter> router) {
    this.host = host;
    this.port = port;
    this.router = router;
  }

  /** The port it listens on, once deployed. */
  public int port() {
    return server.actualPort();
  }

  @Override
  public Future<?> start() {
    HttpServerOptions options =
        new HttpServerOptions()
            .setIdleTimeout(IDLE_SECONDS)
            .setIdleTimeoutUnit(TimeUnit.SECONDS)
            .setCompressionSupported(true)
            // RATIONALE.md, "Why no HTTP/2 without TLS?"
            .setHttp2ClearTextEnabled(false);
    return router
        .get()
        .router()
        .compose(
            routes -> {
              server = vertx.createHttpServer(options).requestHandler(routes);
              return server.listen(port, host);
            });
  }

  @Override
  public Future<?> stop() {
    return server == null
        ? Future.succeededFuture()
        : server.shutdown(GRACE_SECONDS, TimeUnit.SECONDS);
  }
}
