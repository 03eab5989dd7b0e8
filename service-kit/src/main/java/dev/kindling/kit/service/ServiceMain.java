package dev.kindling.kit.service;

import dev.kindling.kit.config.SettingsException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The main method that every service shares: start, wait for SIGTERM, stop, end. Exit codes: 0
 * stopped when asked to, 2 wrong settings, 1 anything else.
 */
public final class ServiceMain {
  /** Read by logback.xml when the first logger is made. */
  private static final String SERVICE_PROPERTY = "kindling.service";

  private static final long STOP_SECONDS = 60;

  private ServiceMain() {}

  /** Starts a service from its environment. */
  @FunctionalInterface
  public interface Starter {
    Future<RunningService> start(Vertx vertx, Map<String, String> environment);
  }

  /**
   * Runs the service until the process is asked to end; called by main, before anything is logged.
   *
   * @param service its name: log lines have it as {@code service.name}, as traces do
   */
  public static void run(String service, Starter starter) {
    System.setProperty(SERVICE_PROPERTY, "kindling-" + service);
    Logger log = LoggerFactory.getLogger(ServiceMain.class);
    Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(false));
    try {
      RunningService running =
          starter.start(vertx, System.getenv()).toCompletionStage().toCompletableFuture().join();
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> stop(vertx, running, log), "kindling-shutdown"));
    } catch (RuntimeException e) {
      int code = fail(e, log);
      vertx.close().onComplete(closed -> Runtime.getRuntime().halt(code));
    }
  }

  private static int fail(RuntimeException failure, Logger log) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    if (cause instanceof SettingsException) {
      System.err.println(cause.getMessage());
      return 2;
    }
    log.error("did not start: {}", cause.getMessage(), cause);
    return 1;
  }

  /** The hook has to block: the JVM ends when it returns. */
  private static void stop(Vertx vertx, RunningService service, Logger log) {
    CountDownLatch done = new CountDownLatch(1);
    service.stop().eventually(vertx::close).onComplete(result -> done.countDown());
    try {
      if (!done.await(STOP_SECONDS, TimeUnit.SECONDS)) {
        log.warn("{} did not stop within {} s", service.name(), STOP_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
