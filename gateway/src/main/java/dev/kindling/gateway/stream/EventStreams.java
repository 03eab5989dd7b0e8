package dev.kindling.gateway.stream;

import dev.kindling.gateway.access.Caller;
import dev.kindling.gateway.http.BodyStream;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Makes answers that are streams of events, as long as there are not too many. */
public final class EventStreams {
  private static final long LONGEST_TIMER = Duration.ofDays(20).toMillis();

  private final Vertx vertx;
  private final OpenStreams open;
  private final InstantSource clock;

  public EventStreams(Vertx vertx, OpenStreams open, InstantSource clock) {
    this.vertx = vertx;
    this.open = open;
    this.clock = clock;
  }

  /**
   * A body that is a stream; refuses with 503 when there are too many.
   *
   * @param caller whose right to read it may end, and the stream with it
   * @param begin is given the stream when its head is sent, on the request's context
   */
  public BodyStream body(Caller caller, Consumer<EventStream> begin) {
    open.check();
    return response -> {
      EventStream stream = EventStream.begin(vertx, response, open);
      endWith(caller, stream);
      begin.accept(stream);
      return stream.ended();
    };
  }

  private void endWith(Caller caller, EventStream stream) {
    if (caller.expiresAt() == null) {
      return;
    }
    long left = Duration.between(clock.instant(), caller.expiresAt()).toMillis();
    long timer =
        vertx.setTimer(Math.min(Math.max(1, left), LONGEST_TIMER), expired -> stream.end());
    stream.ended().onComplete(ended -> vertx.cancelTimer(timer));
  }
}
