package dev.kindling.gateway.stream;

import dev.kindling.gateway.run.RunIndex;
import dev.kindling.model.run.Run;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Waits for the ends of runs, for scripts that ask with {@code wait=true}. */
public final class RunWaits {
  private final Vertx vertx;
  private final RunIndex index;
  private final RunFeed feed;

  public RunWaits(Vertx vertx, RunIndex index, RunFeed feed) {
    this.vertx = vertx;
    this.index = index;
    this.feed = feed;
  }

  /** The run once it has ended, or as it is after that time; completes on the caller's context. */
  public Future<Run> end(Run run, Duration atMost) {
    Promise<Run> ended = Promise.promise();
    Runnable leave =
        feed.one(
            run.id(),
            change -> {
              if (change.run().state().isFinal()) {
                ended.tryComplete(change.run());
              }
            });
    Run now = index.get(run.id()).orElse(run);
    if (now.state().isFinal()) {
      ended.tryComplete(now);
    }
    long timer =
        vertx.setTimer(
            Math.max(1, atMost.toMillis()),
            late -> ended.tryComplete(index.get(run.id()).orElse(run)));
    return Future.fromCompletionStage(
            ended.future().toCompletionStage(), vertx.getOrCreateContext())
        .onComplete(
            done -> {
              leave.run();
              vertx.cancelTimer(timer);
            });
  }
}
