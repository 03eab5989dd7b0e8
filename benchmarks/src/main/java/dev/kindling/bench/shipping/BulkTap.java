package dev.kindling.bench.shipping;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;

/**
 * Stands before Elasticsearch, the same for all, and notes when the bulk request with each line had
 * arrived, before Elasticsearch sees it.
 */
final class BulkTap implements AutoCloseable {
  private static final List<String> PASSED_HEADERS = List.of("Content-Type", "Accept");

  private final URI elasticsearch;
  private final HttpServer server;
  private final HttpClient client;
  private volatile NumberedLines lines;

  BulkTap(Vertx vertx, URI elasticsearch) {
    this.elasticsearch = elasticsearch;
    this.client = vertx.createHttpClient();
    this.server =
        vertx
            .createHttpServer()
            .requestHandler(request -> request.body().onSuccess(body -> handle(request, body)));
    server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }

  /** From now on these are looked for. */
  void watch(NumberedLines watched) {
    lines = watched;
  }

  private void handle(HttpServerRequest request, Buffer body) {
    NumberedLines watched = lines;
    if (watched != null && request.path().endsWith("/_bulk")) {
      long now = System.nanoTime();
      Matcher numbers = NumberedLines.NUMBER.matcher(body.toString());
      while (numbers.find()) {
        watched.arrived(Integer.parseInt(numbers.group(1)), now);
      }
    }
    pass(request, body).onFailure(failure -> request.connection().close());
  }

  private Future<?> pass(HttpServerRequest request, Buffer body) {
    return client
        .request(request.method(), elasticsearch.getPort(), "127.0.0.1", request.uri())
        .compose(
            forward -> {
              for (String header : PASSED_HEADERS) {
                String value = request.getHeader(header);
                if (value != null) {
                  forward.putHeader(header, value);
                }
              }
              return forward.send(body);
            })
        .compose(
            answer ->
                answer
                    .body()
                    .compose(
                        content -> {
                          request.response().setStatusCode(answer.statusCode());
                          answer
                              .headers()
                              .forEach(
                                  (name, value) -> {
                                    if (!name.equalsIgnoreCase("transfer-encoding")) {
                                      request.response().putHeader(name, value);
                                    }
                                  });
                          return request.response().end(content);
                        }));
  }

  @Override
  public void close() {
    server.close().toCompletionStage().toCompletableFuture().join();
    client.close().toCompletionStage().toCompletableFuture().join();
  }
}
