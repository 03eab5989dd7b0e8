package dev.kindling.gateway.http;

import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Sends what was written in a turn of an event loop at the turn's end and not at once. Kafka
 * acknowledges many requests together: their answers are then written one after the other, and the
 * first one no longer wakes a client that takes the processor from the rest. Called on the
 * connection's event loop, once.
 */
final class TurnFlush {
  /** As many answers as one connection gets in a turn without waiting for its end. */
  private static final int MOST_WRITES =
      FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES;

  private TurnFlush() {}

  /**
   * Vert.x shows its pipeline to nobody but through a class of its own that it may change: without
   * it, answers are sent one by one.
   */
  static void on(HttpConnection connection) {
    if (connection instanceof ConnectionBase known) {
      known
          .channelHandlerContext()
          .pipeline()
          .addFirst(new FlushConsolidationHandler(MOST_WRITES, true));
    }
  }
}
