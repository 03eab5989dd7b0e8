package dev.kindling.system.torture;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands before a real Elasticsearch and does to bulk requests what a fault says. */
final class FaultyProxy implements AutoCloseable {
  private static final String JSON = "application/vnd.elasticsearch+json;compatible-with=8";
  private static final int LARGE = 64 * 1024;

  private final URI elasticsearch;
  private final HttpServer server;
  private final HttpClient client;
  private final Set<HttpServerRequest> hanging = ConcurrentHashMap.newKeySet();
  private volatile Fault fault = Fault.NONE;

  FaultyProxy(Vertx vertx, URI elasticsearch) {
    this.elasticsearch = elasticsearch;
    this.client = vertx.createHttpClient();
    this.server =
        vertx
            .createHttpServer()
            .requestHandler(request -> request.body().onSuccess(body -> handle(request, body)));
    join(server.listen(0, "127.0.0.1"));
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }

  void begin(Fault now) {
    fault = now;
  }

  void heal() {
    fault = Fault.NONE;
    hanging.forEach(request -> request.connection().close());
    hanging.clear();
  }

  private void handle(HttpServerRequest request, Buffer body) {
    if (!request.path().equals("/_bulk")) {
      pass(request, body);
      return;
    }
    switch (fault) {
      case NONE, WRITE_BLOCK_403, CHECKPOINT_DISK -> pass(request, body);
      case ITEM_429 -> answer(request, 200, refusedItems(body, 429, "es_rejected_execution"));
      case WHOLE_429 -> answer(request, 429, error(429, "es_rejected_execution_exception"));
      case WHOLE_503 -> answer(request, 503, error(503, "unavailable_shards_exception"));
      case TOO_LARGE_413 -> {
        if (body.length() > LARGE) {
          request.response().setStatusCode(413).end();
        } else {
          pass(request, body);
        }
      }
      case RESET -> send(request, body).onComplete(done -> request.connection().close());
      case MAPPING_400 -> passSome(request, body);
      case HANG -> hanging.add(request);
    }
  }

  private void pass(HttpServerRequest request, Buffer body) {
    send(request, body)
        .onSuccess(
            passed ->
                request
                    .response()
                    .setStatusCode(passed.status())
                    .putHeader("Content-Type", passed.type())
                    .putHeader("X-Elastic-Product", "Elasticsearch")
                    .end(passed.body()))
        .onFailure(failure -> request.connection().close());
  }

  private record Passed(int status, String type, Buffer body) {}

  private Future<Passed> send(HttpServerRequest request, Buffer body) {
    return client
        .request(request.method(), elasticsearch.getPort(), "127.0.0.1", request.uri())
        .compose(
            forward -> {
              String type = request.getHeader("Content-Type");
              if (type != null) {
                forward.putHeader("Content-Type", type);
              }
              String accepted = request.getHeader("Accept");
              if (accepted != null) {
                forward.putHeader("Accept", accepted);
              }
              return forward.send(body);
            })
        .compose(FaultyProxy::passed);
  }

  private static Future<Passed> passed(HttpClientResponse response) {
    String type = response.getHeader("Content-Type");
    return response
        .body()
        .map(body -> new Passed(response.statusCode(), type == null ? JSON : type, body));
  }

  /** Each third document is refused for its mapping; dead letters never are. */
  private void passSome(HttpServerRequest request, Buffer body) {
    List<String> lines = body.toString().lines().toList();
    Buffer rest = Buffer.buffer();
    List<Boolean> refused = new ArrayList<>();
    for (int i = 0; i < lines.size(); i += 2) {
      JsonObject action = new JsonObject(lines.get(i)).getJsonObject("create");
      boolean bad =
          action.getString("_id").hashCode() % 3 == 0
              && !action.getString("_index").endsWith("dead-letters");
      refused.add(bad);
      if (!bad) {
        rest.appendString(lines.get(i) + "\n" + lines.get(i + 1) + "\n");
      }
    }
    if (rest.length() == 0) {
      answer(request, 200, refusedItems(body, 400, "document_parsing_exception"));
      return;
    }
    send(request, rest)
        .onSuccess(passed -> answer(request, 200, merged(passed.body().toJsonObject(), refused)))
        .onFailure(failure -> request.connection().close());
  }

  private static JsonObject merged(JsonObject answered, List<Boolean> refused) {
    JsonArray items = new JsonArray();
    int next = 0;
    for (boolean bad : refused) {
      if (bad) {
        items.add(refusedItem(400, "document_parsing_exception"));
      } else {
        items.add(answered.getJsonArray("items").getJsonObject(next));
        next++;
      }
    }
    return new JsonObject().put("took", 1).put("errors", true).put("items", items);
  }

  private static JsonObject refusedItems(Buffer body, int status, String type) {
    JsonArray items = new JsonArray();
    for (long i = body.toString().lines().count() / 2; i > 0; i--) {
      items.add(refusedItem(status, type));
    }
    return new JsonObject().put("took", 1).put("errors", true).put("items", items);
  }

  private static JsonObject refusedItem(int status, String type) {
    JsonObject error = new JsonObject().put("type", type).put("reason", "the torture says so");
    JsonObject result =
        new JsonObject()
            .put("_index", "i")
            .put("_id", "d")
            .put("status", status)
            .put("error", error);
    return new JsonObject().put("create", result);
  }

  private static JsonObject error(int status, String type) {
    JsonObject cause = new JsonObject().put("type", type).put("reason", "the torture says so");
    return new JsonObject().put("error", cause).put("status", status);
  }

  private static void answer(HttpServerRequest request, int status, JsonObject body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", JSON)
        .putHeader("X-Elastic-Product", "Elasticsearch")
        .end(body.toBuffer());
  }

  @Override
  public void close() {
    join(server.close());
    join(client.close());
  }

  private static void join(Future<?> future) {
    future.toCompletionStage().toCompletableFuture().join();
  }
}
