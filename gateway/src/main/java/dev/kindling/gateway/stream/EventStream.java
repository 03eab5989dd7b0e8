package dev.kindling.gateway.stream;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;

/**
 * One stream of server-sent events (WHATWG HTML §9.2) to one reader. All but {@link #end} are
 * called on the request's context. A comment goes out now and then, so that neither proxies nor the
 * reader take silence for death, and so that we hear of readers that are gone.
 */
public final class EventStream {
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final Buffer BEAT = Buffer.buffer(":\n\n");

  private final Vertx vertx;
  private final Context context;
  private final HttpServerResponse response;
  private final OpenStreams open;
  private final Promise<Void> ended = Promise.promise();
  private final long timer;

  private EventStream(Vertx vertx, HttpServerResponse response, OpenStreams open) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.response = response;
    this.open = open;
    this.timer = vertx.setPeriodic(HEARTBEAT.toMillis(), beat -> beat());
  }

  /** Begins one; the head goes out at once. */
  static EventStream begin(Vertx vertx, HttpServerResponse response, OpenStreams open) {
    response
        .putHeader("Content-Type", "text/event-stream; charset=utf-8")
        // Proxies of nginx's kind would gather what we send.
        .putHeader("X-Accel-Buffering", "no")
        .putHeader("Content-Encoding", "identity")
        .setChunked(true);
    EventStream stream = new EventStream(vertx, response, open);
    response.closeHandler(closed -> stream.over());
    response.exceptionHandler(failure -> stream.over());
    open.add(stream);
    stream.send(Buffer.buffer("retry: 2000\n\n"));
    return stream;
  }

  /** An event as it goes over the line. */
  public static Buffer frame(String id, String event, String json) {
    return Buffer.buffer("id: " + id + "\nevent: " + event + "\ndata: " + json + "\n\n");
  }

  /** One without an id: who comes back goes on behind the one before it. */
  public static Buffer frame(String event, String json) {
    return Buffer.buffer("event: " + event + "\ndata: " + json + "\n\n");
  }

  /** Whether more may be sent now. */
  public boolean takes() {
    return !isOver() && !response.writeQueueFull();
  }

  /** Calls back once, when more may be sent. */
  public void whenItTakes(Runnable then) {
    response.drainHandler(
        drained -> {
          response.drainHandler(null);
          then.run();
        });
  }

  public void send(Buffer frame) {
    if (!isOver()) {
      response.write(frame);
    }
  }

  /** Something for people who look at the stream; readers pass over it. */
  public void comment(String text) {
    if (takes()) {
      response.write(": " + text + "\n\n");
    }
  }

  private void beat() {
    if (takes()) {
      response.write(BEAT);
    }
  }

  public boolean isOver() {
    return ended.future().isComplete();
  }

  /** Ends it; from any thread. */
  public void end() {
    context.runOnContext(
        now -> {
          if (!isOver()) {
            response.end();
            over();
          }
        });
  }

  private void over() {
    if (ended.tryComplete()) {
      vertx.cancelTimer(timer);
      open.remove(this);
    }
  }

  /** Completes when it is over, whoever ended it. */
  public Future<Void> ended() {
    return ended.future();
  }
}
