package dev.kindling.stack.services;

import dev.kindling.kit.service.RunningService;
import dev.kindling.stack.StackException;
import dev.kindling.stack.StackListener;
import dev.kindling.stack.net.Probe;
import dev.kindling.stack.process.Waiter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The four services in this JVM, on one Vert.x. Methods block; never for an event loop. */
public final class HostedServices implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  /** How a service is started: what each composition root offers. */
  @FunctionalInterface
  public interface Starter {
    Future<RunningService> start(Vertx vertx, Map<String, String> environment);
  }

  private final Map<ServiceKind, Starter> starters;
  private final ServicePlan plan;
  private final int jobRunnerPort;
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(false));
  private final Map<ServiceKind, RunningService> running = new EnumMap<>(ServiceKind.class);

  public HostedServices(Map<ServiceKind, Starter> starters, ServicePlan plan, int jobRunnerPort) {
    this.starters = starters;
    this.plan = plan;
    this.jobRunnerPort = jobRunnerPort;
  }

  /** The REST API. */
  public URI gateway() {
    return URI.create("http://127.0.0.1:" + plan.gatewayPort());
  }

  /**
   * Starts all at the same time; returns when each is ready.
   *
   * @throws StackException if one does not start; those that did are left to {@link #close()}
   */
  public void start(StackListener listener) {
    long begin = System.nanoTime();
    Map<ServiceKind, Future<RunningService>> starting = new EnumMap<>(ServiceKind.class);
    starters.forEach((kind, starter) -> starting.put(kind, start(kind, starter)));
    starting.forEach((kind, future) -> running.put(kind, await(kind, future)));
    running.forEach(
        (kind, service) -> {
          awaitReady(kind, service);
          Duration took = Duration.ofNanos(System.nanoTime() - begin);
          listener.ready(kind.label(), took, where(kind, service).toString());
        });
  }

  /** Stops all, and Vert.x. */
  @Override
  public void close() {
    List<Future<Void>> stopping = new ArrayList<>();
    running.values().forEach(service -> stopping.add(service.stop()));
    running.clear();
    try {
      Future.join(stopping)
          .eventually(vertx::close)
          .toCompletionStage()
          .toCompletableFuture()
          .get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException failure) {
      // The process ends now, whatever became of them; Kafka holds what they knew.
      System.err.println("Services did not stop in order: " + failure);
    }
  }

  private Future<RunningService> start(ServiceKind kind, Starter starter) {
    int port =
        switch (kind) {
          case GATEWAY -> plan.gatewayPort();
          case JOB_RUNNER -> jobRunnerPort;
          case SCHEDULER, LOG_SHIPPER -> 0;
        };
    return starter.start(vertx, plan.environment(kind, kind.label() + "-1", 0, port));
  }

  private static RunningService await(ServiceKind kind, Future<RunningService> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while starting " + kind.label(), interrupted);
    } catch (ExecutionException | TimeoutException failure) {
      Throwable cause = failure.getCause() == null ? failure : failure.getCause();
      throw new StackException(kind.label() + " did not start: " + cause.getMessage(), cause);
    }
  }

  private static void awaitReady(ServiceKind kind, RunningService service) {
    URI health = management(service).resolve("/health/ready");
    if (!Waiter.until(() -> Probe.json(health).isPresent(), DEADLINE)) {
      throw new StackException(
          kind.label() + " started but is not ready: " + Probe.text(health).orElse("no answer"));
    }
  }

  private URI where(ServiceKind kind, RunningService service) {
    return kind == ServiceKind.GATEWAY ? gateway() : management(service);
  }

  private static URI management(RunningService service) {
    return URI.create("http://127.0.0.1:" + service.managementPort());
  }
}
