package dev.kindling.shipper;

import dev.kindling.kit.config.Settings;
import dev.kindling.kit.health.CheckResult;
import dev.kindling.kit.log.event.JoinLimits;
import dev.kindling.kit.service.RunningService;
import dev.kindling.kit.service.ServiceFrame;
import dev.kindling.shipper.archive.RunArchive;
import dev.kindling.shipper.checkpoint.CheckpointFile;
import dev.kindling.shipper.checkpoint.StateDirectory;
import dev.kindling.shipper.delivery.Backoff;
import dev.kindling.shipper.delivery.DeadLetterFile;
import dev.kindling.shipper.delivery.Delivery;
import dev.kindling.shipper.delivery.DeliveryLimits;
import dev.kindling.shipper.delivery.SearchStore;
import dev.kindling.shipper.index.ElasticsearchStore;
import dev.kindling.shipper.tail.Directories;
import dev.kindling.shipper.tail.EventPipeline;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;

/** The composition root of the log-shipper. */
public final class LogShipperApp {
  private static final Duration ANSWER_BOUND = Duration.ofSeconds(60);
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
    if (config.runArchive()) {
      archiveRuns(config, frame);
    }
    return frame.start(() -> 0);
  }

  private static void archiveRuns(LogShipperConfig config, ServiceFrame frame) {
    RunArchive archive =
        RunArchive.open(config.common(), config.elasticsearch(), ANSWER_BOUND, frame.meters());
    frame.add(
        "run archive",
        () -> {
          archive.start();
          return Future.succeededFuture();
        },
        Future::succeededFuture);
    frame.closing("run archive", archive);
    frame.health().ready("run archive", archive::health);
  }

  /** What is open while it runs. */
  private static final class Parts {
    private final LogShipperConfig config;
    private final AtomicReference<ShipperStatus> status =
        new AtomicReference<>(ShipperStatus.NOT_STARTED);
    private final ShipperMetrics metrics;
    private final ShipperThread thread = new ShipperThread(DRAIN_BOUND);
    private final Vertx vertx;
    private StateDirectory state;
    private SearchStore store;

    Parts(LogShipperConfig config, ServiceFrame frame) {
      this.config = config;
      this.vertx = frame.vertx();
      this.metrics = new ShipperMetrics(frame.meters(), status);
      frame.health().ready("elasticsearch", () -> delivery(status.get()));
      frame.health().ready("files", () -> files(status.get()));
      frame.health().live("shipper", this::alive);
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
            new Directories(config.workDirectories(), checkpoints.read(), pipeline, metrics);
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
      thread.start(new Shipper(directories, delivery, checkpoints, clock, status));
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
                        state.close();
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
          ? CheckResult.up("documents arrive; " + now.lagBytes() + " bytes are on their way")
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
