package dev.kindling.kit.service;

import dev.kindling.kit.health.CheckResult;
import dev.kindling.kit.health.Health;
import dev.kindling.kit.health.ManagementServer;
import dev.kindling.kit.owner.OwnerLoop;
import dev.kindling.kit.trace.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every service stands in: its metrics, health, traces, and the order of start and stop. The
 * composition root opens a frame, adds its parts in the order in which they start, and starts it.
 * Health and metrics answer before the first part starts, and until the last has stopped.
 */
public final class ServiceFrame {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceFrame.class);
  private static final Duration STOP_BOUND = Duration.ofSeconds(20);

  private final String name;
  private final Vertx vertx;
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Health health = new Health();
  private final Tracing tracing;
  private final Lifecycle lifecycle = new Lifecycle(STOP_BOUND);
  private final ManagementServer management;
  private volatile boolean started;

  private ServiceFrame(String name, Vertx vertx, CommonConfig config) {
    this.name = name;
    this.vertx = vertx;
    this.tracing = Tracing.of(name, config);
    this.management =
        new ManagementServer(config.managementHost(), config.managementPort(), health, meters);
    meters.config().commonTags("service", name);
    lifecycle.onStop("traces", tracing::close);
    verticle("health and metrics", management);
    health.ready(
        "start",
        () -> started ? CheckResult.up("started") : CheckResult.down("starting or stopping"));
    health.live("process", () -> CheckResult.up("runs"));
  }

  /** Opens a frame; nothing runs yet. */
  public static ServiceFrame open(String name, Vertx vertx, CommonConfig config) {
    ServiceFrame frame = new ServiceFrame(name, vertx, config);
    new JvmMemoryMetrics().bindTo(frame.meters);
    new JvmThreadMetrics().bindTo(frame.meters);
    new ProcessorMetrics().bindTo(frame.meters);
    JvmGcMetrics gc = new JvmGcMetrics();
    gc.bindTo(frame.meters);
    frame.lifecycle.onStop(
        "gc metrics",
        () -> {
          gc.close();
          return Future.succeededFuture();
        });
    return frame;
  }

  public Vertx vertx() {
    return vertx;
  }

  public MeterRegistry meters() {
    return meters;
  }

  public Health health() {
    return health;
  }

  public Tracing tracing() {
    return tracing;
  }

  /** Adds a part. */
  public void add(String part, Supplier<Future<?>> start, Supplier<Future<?>> stop) {
    lifecycle.add(part, start, stop);
  }

  /** Adds something to do at the stop. */
  public void onStop(String part, Supplier<Future<?>> stop) {
    lifecycle.onStop(part, stop);
  }

  /** Adds a blocking thing to close at the stop, off the event loop. */
  public void closing(String part, AutoCloseable closeable) {
    lifecycle.onStop(
        part,
        () ->
            vertx.executeBlocking(
                () -> {
                  closeable.close();
                  return null;
                },
                false));
  }

  /**
   * Adds an owner: it joins its group at its turn, and gives its partitions back at the reverse.
   */
  public void owner(String part, OwnerLoop<?> loop) {
    lifecycle.add(
        part,
        () -> {
          loop.start();
          return Future.succeededFuture();
        },
        () ->
            vertx.executeBlocking(
                () -> {
                  loop.close();
                  return null;
                },
                false));
    health.ready(part, loop::health);
    health.live(part, loop::liveness);
  }

  /** Adds a verticle: deployed at its turn, undeployed at its reverse turn. */
  public void verticle(String part, io.vertx.core.Deployable verticle) {
    String[] id = new String[1];
    lifecycle.add(
        part,
        () -> vertx.deployVerticle(verticle).onSuccess(deployed -> id[0] = deployed),
        () -> vertx.undeploy(id[0]));
  }

  /**
   * Starts the parts in order.
   *
   * @param port tells the service's own port once it has started
   */
  public Future<RunningService> start(IntSupplier port) {
    long begin = System.nanoTime();
    return lifecycle
        .start()
        .map(
            done -> {
              started = true;
              long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
              RunningService running = new Running(port.getAsInt(), management.port());
              LOG.info(
                  "{} is up after {} ms: port {}, health and metrics on port {}",
                  name,
                  millis,
                  running.port(),
                  running.managementPort());
              return running;
            });
  }

  private final class Running implements RunningService {
    private final int port;
    private final int managementPort;

    Running(int port, int managementPort) {
      this.port = port;
      this.managementPort = managementPort;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public int managementPort() {
      return managementPort;
    }

    @Override
    public int port() {
      return port;
    }

    @Override
    public Future<Void> stop() {
      started = false;
      return lifecycle.stop();
    }
  }
}
