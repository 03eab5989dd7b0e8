package dev.kindling.gateway.http;

import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what was written in a turn of an event loop at the turn's end and not at once. Kafka
 * acknowledges many requests together: their answers are then written one after the other, and the
 * first one no longer wakes a client that takes the processor from the rest. Called on the
 * connection's event loop, once.
 */
final class TurnFlush {
  private static final Logger LOG = LoggerFactory.getLogger(TurnFlush.class);

  /** After so many in one turn, of a long stream, what is written is sent at once. */
  private static final int MOST_FLUSHES =
      FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES;

  private static final AtomicBoolean TOLD = new AtomicBoolean();

  private TurnFlush() {}

  /**
   * Vert.x shows a connection's pipeline through a class of its own only, which it may change: if
   * this is another one, answers are sent one by one.
   */
  static void on(HttpConnection connection) {
    if (connection instanceof ConnectionBase known) {
      known
          .channelHandlerContext()
          .pipeline()
          .addFirst(new FlushConsolidationHandler(MOST_FLUSHES, true));
    } else if (!TOLD.getAndSet(true)) {
      LOG.warn("answers are sent one by one: {} shows no pipeline", connection.getClass());
    }
  }
}
