package dev.kindling.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;

/**
 * A body that is written bit by bit. Called on the request's event loop, with status and headers
 * set, of which it may set more; it ends the response. Completes when that is done.
 */
@FunctionalInterface
public interface BodyStream {
  Future<Void> write(HttpServerResponse response);
}
