package dev.kindling.gateway.stream;

import dev.kindling.gateway.http.BodyStream;
import io.vertx.core.Vertx;
import java.util.function.Consumer;

/** Makes answers that are streams of events, as long as there are not too many. */
public final class EventStreams {
  private final Vertx vertx;
  private final OpenStreams open;

  public EventStreams(Vertx vertx, OpenStreams open) {
    this.vertx = vertx;
    this.open = open;
  }

  /**
   * A body that is a stream; refuses with 503 when there are too many.
   *
   * @param begin is given the stream when its head is sent, on the request's context
   */
  public BodyStream body(Consumer<EventStream> begin) {
    open.check();
    return response -> {
      EventStream stream = EventStream.begin(vertx, response, open);
      begin.accept(stream);
      return stream.ended();
    };
  }
}
