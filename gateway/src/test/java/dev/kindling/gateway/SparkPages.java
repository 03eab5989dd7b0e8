package dev.kindling.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The web UIs of a master and its workers, as far as the gateway reads them. */
final class SparkPages {
  /** By path and query; JSON under {@code /json/}, else text. Unknown ones are HTML, as Spark's. */
  final Map<String, String> pages = new ConcurrentHashMap<>();

  private final HttpServer server;

  SparkPages(Vertx vertx) {
    server =
        ApiFixture.await(
            vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1"));
  }

  private Future<Void> answer(HttpServerRequest request) {
    String page = pages.get(request.uri());
    String type =
        page == null
            ? "text/html"
            : request.path().equals("/json/") ? "application/json" : "text/plain";
    return request
        .response()
        .putHeader("Content-Type", type + ";charset=utf-8")
        .end(page == null ? "<html></html>" : page);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }
}
