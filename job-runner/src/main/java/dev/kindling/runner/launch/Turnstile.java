package dev.kindling.runner.launch;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets so many exchanges with the master through at a time, in the order in which they came. Who
 * waits here has not been sent: in the queue of an HTTP client a long wait for a free connection
 * looks like a master that cannot be reached.
 *
 * <p>On one Vert.x context only. An exchange that fails or throws has left as well.
 */
final class Turnstile {
  private static final Logger LOG = LoggerFactory.getLogger(Turnstile.class);

  private final int atOnce;
  private final Queue<Supplier<? extends Future<?>>> waiting = new ArrayDeque<>();
  private int inside;
  private boolean letting;

  /**
   * @param atOnce how many may be inside, at least 1
   */
  Turnstile(int atOnce) {
    this.atOnce = atOnce;
  }

  /** Begins an exchange as soon as it is its turn, at once if nobody waits. */
  void pass(Supplier<? extends Future<?>> exchange) {
    waiting.add(exchange);
    letIn();
  }

  private void letIn() {
    if (letting) {
      // An exchange that was over at once: the loop below goes on, and the stack does not grow.
      return;
    }
    letting = true;
    try {
      while (inside < atOnce && !waiting.isEmpty()) {
        inside++;
        begin(waiting.remove()).onComplete(over -> left());
      }
    } finally {
      letting = false;
    }
  }

  private static Future<?> begin(Supplier<? extends Future<?>> exchange) {
    try {
      return exchange.get();
    } catch (RuntimeException | Error e) {
      LOG.error("an exchange with the master could not begin", e);
      return Future.failedFuture(e);
    }
  }

  private void left() {
    inside--;
    letIn();
  }
}
