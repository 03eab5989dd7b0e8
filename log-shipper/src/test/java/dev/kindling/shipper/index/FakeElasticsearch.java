package dev.kindling.shipper.index;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The part of Elasticsearch's HTTP interface that the shipper uses, with answers that a test can
 * script. What it answers by itself was copied from Elasticsearch 8.19.21.
 */
public final class FakeElasticsearch implements AutoCloseable {
  private static final String JSON = "application/vnd.elasticsearch+json;compatible-with=8";

  private final Map<String, JsonObject> documents = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Deque<Consumer<HttpServerRequest>> scripted = new ConcurrentLinkedDeque<>();
  private final HttpServer server;
  private final List<String> indices = new CopyOnWriteArrayList<>();
  private final Map<String, JsonObject> settings = new ConcurrentHashMap<>();
  private volatile boolean hasLifecycle;
  private volatile JsonObject policy;
  private volatile Instant lastLine = Instant.EPOCH;
  private volatile int templateVersion = 1;
  private volatile boolean overruled;
  private volatile boolean deletesRefused;

  private FakeElasticsearch(Vertx vertx) {
    server =
        vertx
            .createHttpServer()
            .requestHandler(request -> request.body().onSuccess(body -> handle(request, body)));
  }

  /** Starts one on a port, 0 for any. */
  public static FakeElasticsearch start(Vertx vertx, int port) {
    FakeElasticsearch fake = new FakeElasticsearch(vertx);
    wait(fake.server.listen(port, "127.0.0.1"));
    return fake;
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }

  /** Documents by index and id. */
  public Map<String, JsonObject> documents() {
    return documents;
  }

  /** Methods and paths, in order. */
  public List<String> requests() {
    return requests;
  }

  /** A shipper of this version has installed its templates. */
  public void templateVersion(int version) {
    templateVersion = version;
  }

  /** Every index got its last line then. */
  public void lastLine(Instant at) {
    lastLine = at;
  }

  /** The server has ILM. */
  public void lifecycle() {
    hasLifecycle = true;
  }

  /** The lifecycle policy; null if there is none. An operator may change it in place. */
  public JsonObject policy() {
    return policy;
  }

  /** What was set of each index. */
  public Map<String, JsonObject> settings() {
    return settings;
  }

  /** There is an index of this name. */
  public void index(String name) {
    indices.add(name);
  }

  /** Nobody may delete an index. */
  public void refuseDeletes() {
    deletesRefused = true;
  }

  /** The next bulk request is answered like this. */
  public void next(Consumer<HttpServerRequest> answer) {
    scripted.add(answer);
  }

  /** A template of somebody else wins. */
  public void overrule(boolean now) {
    overruled = now;
  }

  /** An answer of the error form that Elasticsearch has. */
  public static Consumer<HttpServerRequest> error(int status, String type) {
    return error(status, type, "because");
  }

  private static Consumer<HttpServerRequest> error(int status, String type, String reason) {
    JsonObject cause = new JsonObject().put("type", type).put("reason", reason);
    JsonObject body = new JsonObject().put("error", cause).put("status", status);
    return request -> answer(request, status, body);
  }

  /** A status with a body that is no JSON, as a proxy gives. */
  public static Consumer<HttpServerRequest> plain(int status) {
    return request ->
        request.response().setStatusCode(status).putHeader("Content-Type", "text/html").end("no");
  }

  /** Every item of the next request has this result. */
  public static Consumer<HttpServerRequest> item(int status, String type) {
    JsonObject error = new JsonObject().put("type", type).put("reason", "because");
    JsonObject result = new JsonObject().put("_index", "i").put("_id", "d").put("status", status);
    JsonObject item = new JsonObject().put("create", result.put("error", error));
    return request -> answer(request, 200, items(new JsonArray().add(item)));
  }

  /** The connection breaks. */
  public static Consumer<HttpServerRequest> reset() {
    return request -> request.connection().close();
  }

  @Override
  public void close() {
    wait(server.close());
  }

  private void handle(HttpServerRequest request, Buffer body) {
    requests.add(request.method() + " " + request.path());
    if (request.path().equals("/_bulk")) {
      Consumer<HttpServerRequest> script = scripted.poll();
      if (script == null) {
        answer(request, 200, bulk(body));
      } else {
        script.accept(request);
      }
    } else if (request.method().equals(HttpMethod.GET)
        && request.path().equals("/_index_template/spark-logs")) {
      JsonObject template = new JsonObject().put("version", templateVersion);
      JsonObject named = new JsonObject().put("name", "spark-logs").put("index_template", template);
      answer(request, 200, new JsonObject().put("index_templates", new JsonArray().add(named)));
    } else if (request.path().startsWith("/_ilm/")) {
      lifecycle(request, body);
    } else if (request.method().equals(HttpMethod.PUT) && request.path().endsWith("/_settings")) {
      settings.put(request.path().split("/")[1], body.toJsonObject());
      answer(request, 200, new JsonObject().put("acknowledged", true));
    } else if (request.method().equals(HttpMethod.GET) && request.path().endsWith("*")) {
      String prefix = request.path().substring(1, request.path().length() - 1);
      JsonObject found = new JsonObject();
      indices.stream()
          .filter(index -> index.startsWith(prefix))
          .forEach(index -> found.put(index, new JsonObject().put("aliases", new JsonObject())));
      answer(request, 200, found);
    } else if (request.path().endsWith("/_search")) {
      JsonObject last = new JsonObject().put("value", lastLine.toEpochMilli());
      answer(
          request, 200, new JsonObject().put("aggregations", new JsonObject().put("last", last)));
    } else if (request.method().equals(HttpMethod.DELETE) && deletesRefused) {
      error(403, "security_exception", "action [indices:admin/delete] is unauthorized for user [x]")
          .accept(request);
    } else if (request.path().startsWith("/_index_template/_simulate_index/")) {
      answer(request, 200, simulated());
    } else {
      answer(request, 200, new JsonObject().put("acknowledged", true));
    }
  }

  private void lifecycle(HttpServerRequest request, Buffer body) {
    if (!hasLifecycle) { // the minimal distribution
      error(400, "illegal_argument_exception", "no handler found for uri").accept(request);
    } else if (request.method().equals(HttpMethod.PUT)) {
      policy = body.toJsonObject();
      answer(request, 200, new JsonObject().put("acknowledged", true));
    } else if (policy == null) {
      error(404, "resource_not_found_exception", "Lifecycle policy not found").accept(request);
    } else {
      answer(request, 200, new JsonObject().put("kindling-logs", policy));
    }
  }

  private JsonObject bulk(Buffer body) {
    String[] lines = body.toString().split("\n");
    JsonArray items = new JsonArray();
    for (int i = 0; i < lines.length; i += 2) {
      JsonObject action = new JsonObject(lines[i]).getJsonObject("create");
      String key = action.getString("_index") + "/" + action.getString("_id");
      boolean created = documents.putIfAbsent(key, new JsonObject(lines[i + 1])) == null;
      JsonObject result = action.copy().put("status", created ? 201 : 409);
      if (created) {
        result.put("result", "created").put("_version", 1);
      } else {
        result.put(
            "error",
            new JsonObject().put("type", "version_conflict_engine_exception").put("reason", "x"));
      }
      items.add(new JsonObject().put("create", result));
    }
    return items(items);
  }

  private static JsonObject items(JsonArray items) {
    return new JsonObject().put("took", 1).put("errors", true).put("items", items);
  }

  private JsonObject simulated() {
    JsonObject id = new JsonObject().put("type", overruled ? "text" : "keyword");
    JsonObject run = new JsonObject().put("properties", new JsonObject().put("id", id));
    JsonObject mappings = new JsonObject().put("properties", new JsonObject().put("run", run));
    JsonObject template =
        new JsonObject()
            .put("settings", new JsonObject())
            .put("mappings", mappings)
            .put(
                "aliases",
                new JsonObject()
                    .put("spark-logs", new JsonObject())
                    .put("kindling-logs", new JsonObject()));
    return new JsonObject().put("template", template).put("overlapping", new JsonArray());
  }

  private static void answer(HttpServerRequest request, int status, JsonObject body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", JSON)
        .putHeader("X-Elastic-Product", "Elasticsearch")
        .end(body.toBuffer());
  }

  private static void wait(Future<?> future) {
    future.toCompletionStage().toCompletableFuture().join();
  }
}
