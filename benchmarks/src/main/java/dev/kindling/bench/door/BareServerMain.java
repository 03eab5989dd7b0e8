package dev.kindling.bench.door;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.model.json.Json;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * A Vert.x server of one event loop. It says hello to whatever it is asked, and under {@link #JSON}
 * it writes out an object, each time anew, as long as a job of the gateway.
 */
public final class BareServerMain {
  static final String JSON = "/json";
  static final String HELLO = "/hello";
  private static final Buffer GREETING = Buffer.buffer("hello");
  private static final JsonNode OBJECT = object();

  private BareServerMain() {}

  /**
   * @param arguments the port
   */
  public static void main(String[] arguments) {
    Vertx.vertx()
        .createHttpServer()
        .requestHandler(BareServerMain::answer)
        .listen(Integer.parseInt(arguments[0]), "127.0.0.1")
        .onFailure(
            failure -> {
              failure.printStackTrace();
              System.exit(1);
            });
  }

  private static void answer(HttpServerRequest request) {
    if (request.path().equals(JSON)) {
      request
          .response()
          .putHeader("Content-Type", "application/json")
          .end(Buffer.buffer(Json.bytes(OBJECT)));
    } else {
      request.response().end(GREETING);
    }
  }

  private static JsonNode object() {
    ObjectNode object = Json.mapper().createObjectNode();
    object.put("name", "bench").put("revision", 1);
    object.set("spec", Json.mapper().valueToTree(BenchJob.SPEC));
    return object.put("updatedAt", "2026-11-21T10:00:00.123456Z").put("updatedBy", "root");
  }
}
