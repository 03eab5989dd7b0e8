package dev.kindling.kit.service;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the parts of a service in order and stops them in the reverse order. When a start fails,
 * what has started is stopped. A stop that fails or takes too long does not keep the others from
 * stopping; it is logged, and the first such failure is the result.
 *
 * <p>Parts are added on one thread before {@link #start}; start and stop are called once each.
 */
public final class Lifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

  private final Duration stopBound;
  private final List<Part> parts = new ArrayList<>();
  private final Deque<Part> started = new ArrayDeque<>();

  /**
   * @param stopBound how long one part may take to stop
   */
  public Lifecycle(Duration stopBound) {
    this.stopBound = stopBound;
  }

  /** Adds a part that both starts and stops. */
  public void add(String name, Supplier<Future<?>> start, Supplier<Future<?>> stop) {
    parts.add(new Part(name, start, stop));
  }

  /** Adds something to do at the stop, in its place of the reverse order. */
  public void onStop(String name, Supplier<Future<?>> stop) {
    add(name, Future::succeededFuture, stop);
  }

  /** Starts all parts, one after the other. */
  public Future<Void> start() {
    Future<Void> chain = Future.succeededFuture();
    for (Part part : parts) {
      chain = chain.compose(done -> start(part));
    }
    return chain.recover(
        failure -> stop().transform(stopped -> Future.<Void>failedFuture(failure)));
  }

  /** Stops what has started. */
  public Future<Void> stop() {
    List<Throwable> failures = new ArrayList<>();
    Future<Void> chain = Future.succeededFuture();
    while (!started.isEmpty()) {
      Part part = started.pop();
      chain = chain.compose(done -> stop(part, failures));
    }
    return chain.compose(
        done ->
            failures.isEmpty() ? Future.succeededFuture() : Future.failedFuture(failures.get(0)));
  }

  private Future<Void> start(Part part) {
    LOG.debug("starting {}", part.name);
    return called(part.start)
        .onSuccess(done -> started.push(part))
        .recover(
            failure ->
                Future.failedFuture(
                    new IllegalStateException(
                        part.name + " did not start: " + failure.getMessage(), failure)))
        .mapEmpty();
  }

  private Future<Void> stop(Part part, List<Throwable> failures) {
    LOG.debug("stopping {}", part.name);
    return called(part.stop)
        .timeout(stopBound.toMillis(), TimeUnit.MILLISECONDS)
        .recover(
            failure -> {
              LOG.warn("{} did not stop cleanly; the stop goes on", part.name, failure);
              failures.add(failure);
              return Future.succeededFuture();
            })
        .mapEmpty();
  }

  private static Future<Object> called(Supplier<Future<?>> step) {
    try {
      return step.get().map(done -> done);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private record Part(String name, Supplier<Future<?>> start, Supplier<Future<?>> stop) {}
}
