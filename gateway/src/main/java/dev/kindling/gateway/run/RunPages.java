package dev.kindling.gateway.run;

import dev.kindling.gateway.http.PageKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * Finds pages of runs. What the index finds by itself is found at once; a search through the texts
 * of all runs may take a while, and is done off the event loop.
 */
public final class RunPages {
  private final Vertx vertx;
  private final RunIndex index;

  public RunPages(Vertx vertx, RunIndex index) {
    this.vertx = vertx;
    this.index = index;
  }

  /** As {@link RunIndex#page}; completes on the caller's context. */
  Future<RunPage> find(RunFilter filter, RunOrder order, PageKey after, int limit) {
    return filter.isSlow()
        ? vertx.executeBlocking(() -> index.page(filter, order, after, limit), false)
        : Future.succeededFuture(index.page(filter, order, after, limit));
  }
}
