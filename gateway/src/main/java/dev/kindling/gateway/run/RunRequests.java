package dev.kindling.gateway.run;

import dev.kindling.model.json.Json;
import dev.kindling.model.run.RunRequest;
import io.vertx.core.Future;

/** Where requests for runs go. */
public interface RunRequests {
  /**
   * Writes one request.
   *
   * @param routingKey decides the partition, and so the owner
   * @param request a {@link RunRequest} as JSON
   * @param traceparent the trace context to go along, or null
   * @return completes once all replicas have it; fails with a problem of 503 if they did not say so
   *     in time
   */
  Future<Void> send(String routingKey, byte[] request, String traceparent);

  /** As above. */
  default Future<Void> send(String routingKey, RunRequest request, String traceparent) {
    return send(routingKey, Json.bytes(request), traceparent);
  }
}
