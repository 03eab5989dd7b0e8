package dev.kindling.shipper;

import dev.kindling.kit.config.Settings;
import dev.kindling.kit.health.CheckResult;
import dev.kindling.kit.log.event.JoinLimits;
import dev.kindling.kit.service.DaemonThreads;
import dev.kindling.kit.service.RunningService;
import dev.kindling.kit.service.ServiceFrame;
import dev.kindling.shipper.archive.ArchivedTopic;
import dev.kindling.shipper.archive.TopicArchive;
import dev.kindling.shipper.checkpoint.CheckpointFile;
import dev.kindling.shipper.checkpoint.CheckpointWriter;
import dev.kindling.shipper.checkpoint.StateDirectory;
import dev.kindling.shipper.delivery.Backoff;
import dev.kindling.shipper.delivery.DeadLetterFile;
import dev.kindling.shipper.delivery.Delivery;
import dev.kindling.shipper.delivery.DeliveryLimits;
import dev.kindling.shipper.delivery.SearchStore;
import dev.kindling.shipper.index.ElasticsearchStore;
import dev.kindling.shipper.index.LogRetention;
import dev.kindling.shipper.tail.Directories;
import dev.kindling.shipper.tail.EventPipeline;
import dev.kindling.shipper.tail.LagWatch;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The composition root of the log-shipper. */
public final class LogShipperApp {
  private static final Duration ANSWER_BOUND = Duration.ofSeconds(60);
  private static final Logger LOG = LoggerFactory.getLogger(LogShipperApp.class);
  private static final Duration TELL_EVERY = Duration.ofSeconds(5);
  private static final Duration SWEEP_FIRST = Duration.ofSeconds(5);
  private static final Duration SWEEP_EVERY = Duration.ofHours(1);
  private static final Duration DRAIN_BOUND = Duration.ofSeconds(5);

  private LogShipperApp() {}

  /**
   * Starts it. It is up before Elasticsearch is; readiness tells what it waits for.
   *
   * @param vertx runs health and metrics; stays open after a stop
   * @param environment the settings
   */
  public static Future<RunningService> start(Vertx vertx, Map<String, String> environment) {
    LogShipperConfig config;
    try {
      config = Settings.read(environment, LogShipperConfig::from);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
    ServiceFrame frame = ServiceFrame.open("log-shipper", vertx, config.common());
    Parts parts = new Parts(config, frame);
    frame.add("shipper", () -> vertx.executeBlocking(parts::open, false), parts::close);
    if (config.archive()) {
      for (ArchivedTopic topic : ArchivedTopic.values()) {
        archive(topic, config, frame);
      }
    }
    config.keep().ifPresent(keep -> sweep(keep, config, frame));
    return frame.start(() -> 0);
  }

  private static void sweep(Duration keep, LogShipperConfig config, ServiceFrame frame) {
    LogRetention retention =
        new LogRetention(
            config.elasticsearch(), ANSWER_BOUND, keep, config.zone(), InstantSource.system());
    Vertx vertx = frame.vertx();
    Counter deleted =
        Counter.builder("kindling.shipper.deleted.indices")
            .description("Log indices that were older than they are to be kept")
            .register(frame.meters());
    frame.add(
        "log retention",
        () -> {
          vertx.setPeriodic(
              SWEEP_FIRST.toMillis(),
              SWEEP_EVERY.toMillis(),
              timer ->
                  vertx
                      .executeBlocking(retention::sweep, true)
                      .onSuccess(indices -> deleted.increment(indices.size()))
                      .onFailure(e -> LOG.warn("old log indices are not deleted", e)));
          return Future.succeededFuture();
        },
        Future::succeededFuture);
    frame.closing("log retention", retention);
  }

  private static void archive(ArchivedTopic topic, LogShipperConfig config, ServiceFrame frame) {
    TopicArchive archive =
        TopicArchive.open(
            topic, config.common(), config.elasticsearch(), ANSWER_BOUND, frame.meters());
    String name = topic.label() + " archive";
    frame.add(
        name,
        () -> {
          archive.start();
          return Future.succeededFuture();
        },
        Future::succeededFuture);
    frame.closing(name, archive);
    frame.health().ready(name, archive::health);
  }

  /** What is open while it runs. */
  private static final class Parts {
    private final LogShipperConfig config;
    private final AtomicReference<ShipperStatus> status =
        new AtomicReference<>(ShipperStatus.NOT_STARTED);
    private final ShipperMetrics metrics;
    private final ShipperThread thread = new ShipperThread(DRAIN_BOUND);
    private final Vertx vertx;
    private final ExecutorService besides =
        Executors.newSingleThreadExecutor(new DaemonThreads("checkpoints"));
    private StateDirectory state;
    private SearchStore store;

    Parts(LogShipperConfig config, ServiceFrame frame) {
      this.config = config;
      this.vertx = frame.vertx();
      this.metrics = new ShipperMetrics(frame.meters(), status);
      frame.health().ready("elasticsearch", () -> delivery(status.get()));
      frame.health().ready("files", () -> files(status.get()));
      frame.health().live("shipper", this::alive);
      vertx.setPeriodic(TELL_EVERY.toMillis(), timer -> metrics.tellStreams());
    }

    /** Blocks: takes the lock and reads the checkpoint. */
    Void open() throws IOException {
      state = StateDirectory.open(config.stateDirectory());
      ShipperClock clock = ShipperClock.system();
      CheckpointFile checkpoints = new CheckpointFile(state.path());
      EventPipeline pipeline = EventPipeline.of(JoinLimits.DEFAULT, config.zone(), clock);
      Directories directories;
      try {
        directories =
            new Directories(
                config.workDirectories(),
                config.serviceLogs(),
                checkpoints.read(),
                pipeline,
                metrics);
      } catch (IOException e) {
        state.close();
        throw e;
      }
      store = new ElasticsearchStore(config.elasticsearch(), ANSWER_BOUND);
      Delivery delivery =
          new Delivery(
              store,
              DeliveryLimits.DEFAULT,
              new Backoff(RandomGenerator.getDefault()),
              new DeadLetterFile(state.path()),
              metrics,
              thread,
              clock::monotonicMillis);
      CheckpointWriter writer = new CheckpointWriter(checkpoints, besides, thread);
      LagWatch lags = new LagWatch(config.cleanup());
      thread.start(new Shipper(directories, delivery, writer, lags, clock, status));
      return null;
    }

    Future<Void> close() {
      return thread
          .stop()
          .compose(
              stopped ->
                  vertx.executeBlocking(
                      () -> {
                        store.close();
                        besides.shutdown();
                        // Nobody else may write there as long as we might.
                        if (besides.awaitTermination(
                            ANSWER_BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
                          state.close();
                        }
                        return null;
                      },
                      false));
    }

    private CheckResult alive() {
      Throwable death = thread.death();
      return death == null
          ? CheckResult.up("runs")
          : CheckResult.down("the shipper's thread died: " + death);
    }

    private static CheckResult delivery(ShipperStatus now) {
      return now.deliveryProblem() == null
          ? CheckResult.up("documents arrive; " + now.lag().bytes() + " bytes are on their way")
          : CheckResult.down(now.deliveryProblem());
    }

    private static CheckResult files(ShipperStatus now) {
      return now.diskProblem() == null
          ? CheckResult.up(
              now.streams()
                  + " files are followed, "
                  + now.waiting()
                  + " directories wait for their command line, "
                  + now.foreign()
                  + " are of nobody we know")
          : CheckResult.down(now.diskProblem());
    }
  }
}
