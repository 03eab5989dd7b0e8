package dev.kindling.bench.schedule;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.kit.service.RunningService;
import dev.kindling.scheduler.SchedulerApp;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The scheduler as it is, in this JVM, so that its heap can be looked at. */
final class SchedulerService implements AutoCloseable {
  private static final long SECONDS = 120;

  private final Vertx vertx = Vertx.vertx();
  private final RunningService service;

  SchedulerService(String bootstrap) {
    try {
      service =
          SchedulerApp.start(vertx, Map.of("KINDLING_KAFKA_BOOTSTRAP", bootstrap))
              .toCompletionStage()
              .toCompletableFuture()
              .get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new BenchException("the scheduler does not start", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("Interrupted while starting", e);
    }
  }

  /** Where its metrics are. */
  int managementPort() {
    return service.managementPort();
  }

  @Override
  public void close() {
    try {
      service
          .stop()
          .compose(stopped -> vertx.close())
          .toCompletionStage()
          .toCompletableFuture()
          .get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new BenchException("the scheduler does not stop", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("Interrupted while stopping", e);
    }
  }
}
