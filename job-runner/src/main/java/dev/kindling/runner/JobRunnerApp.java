package dev.kindling.runner;

import dev.kindling.kit.config.Settings;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.kafka.TopicGate;
import dev.kindling.kit.owner.OwnerConfig;
import dev.kindling.kit.owner.OwnerLoop;
import dev.kindling.kit.service.RunningService;
import dev.kindling.kit.service.ServiceFrame;
import dev.kindling.model.run.Decision;
import dev.kindling.model.run.RunCommand;
import dev.kindling.runner.admission.CapacityBook;
import dev.kindling.runner.admission.Gate;
import dev.kindling.runner.cluster.ClusterView;
import dev.kindling.runner.cluster.ClusterWatch;
import dev.kindling.runner.guard.GuardServer;
import dev.kindling.runner.launch.RestDrivers;
import dev.kindling.runner.launch.RestSubmissionApi;
import dev.kindling.runner.launch.SubmissionWriter;
import dev.kindling.runner.lease.LeaseBook;
import dev.kindling.runner.ledger.Drivers;
import dev.kindling.runner.ledger.RunLocator;
import dev.kindling.runner.ledger.RunMetrics;
import dev.kindling.runner.ledger.RunnerCommand;
import dev.kindling.runner.ledger.RunsPartition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The composition root of the job-runner: makes every part, joins them, gives them their order. */
public final class JobRunnerApp {
  private static final Logger LOG = LoggerFactory.getLogger(JobRunnerApp.class);
  private static final Duration KAFKA_DEADLINE = Duration.ofSeconds(30);

  /** The submission server closes idle connections after 30 s; let go before it does. */
  private static final int KEEP_ALIVE_SECONDS = 10;

  private static final int SUBMISSION_CONNECTIONS = 16;
  private static final int TOKEN_BYTES = 24;

  private final JobRunnerConfig config;
  private final ServiceFrame frame;
  private final RunLocator locator = new RunLocator();
  private final AtomicReference<ClusterView> cluster;
  private final SecureRandom random = new SecureRandom();
  private final LeaseBook leases;
  private final CapacityBook capacity = new CapacityBook();
  private final RunMetrics metrics;
  private GuardServer guards;
  private Drivers drivers;
  private OwnerLoop<RunnerCommand> owner;
  private int partitions;

  private JobRunnerApp(Vertx vertx, JobRunnerConfig config) {
    this.config = config;
    this.frame = ServiceFrame.open("job-runner", vertx, config.common());
    this.cluster =
        new AtomicReference<>(ClusterView.unreachable("not looked at yet", Instant.now()));
    this.leases = new LeaseBook(config.lease(), System::nanoTime);
    this.metrics = new RunMetrics(frame.meters());
  }

  /**
   * Starts a job-runner.
   *
   * @param environment its settings, see {@link JobRunnerConfig}
   * @return fails with a {@code SettingsException} if they are wrong
   */
  public static Future<RunningService> start(Vertx vertx, Map<String, String> environment) {
    JobRunnerConfig config;
    try {
      String instance = "job-runner-" + UUID.randomUUID();
      config = Settings.read(environment, settings -> JobRunnerConfig.from(settings, instance));
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
    return new JobRunnerApp(vertx, config).start();
  }

  private Future<RunningService> start() {
    Vertx vertx = frame.vertx();
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions().setKeepAliveTimeout(KEEP_ALIVE_SECONDS),
            new PoolOptions().setHttp1MaxSize(SUBMISSION_CONNECTIONS));
    guards =
        new GuardServer(
            config.host(), config.port(), config.lease(), config.renewal(), this::askRun);
    owner =
        new OwnerLoop<>(
            config.common(),
            new OwnerConfig(
                "job-runner",
                Set.of(KindlingTopics.RUN_REQUESTS.name()),
                Optional.of(KindlingTopics.RUNS.name()),
                false),
            this::partition,
            Clock.systemUTC(),
            frame.meters());
    ClusterWatch watch =
        new ClusterWatch(
            config.sparkUi(),
            config.masterPoll(),
            Clock.systemUTC(),
            frame.meters(),
            this::clusterSeen);

    frame.add("topics", this::passTopics, Future::succeededFuture);
    frame.onStop("submission client", client::close);
    frame.verticle("guard server", guards);
    frame.verticle("cluster watch", watch);
    frame.add(
        "owner",
        () -> {
          drivers =
              new RestDrivers(
                  vertx.getOrCreateContext(),
                  new RestSubmissionApi(client, config.sparkRest()),
                  new SubmissionWriter(config.sparkMaster(), config.agentJar(), guardUrl()),
                  this::tellRun,
                  frame.tracing(),
                  frame.meters());
          owner.start();
          return Future.succeededFuture();
        },
        Future::succeededFuture);
    frame.closing("owner", owner);
    frame.health().ready("spark", watch::health);
    frame.health().ready("runs", owner::health);
    frame.health().live("runs", owner::liveness);
    return frame.start(guards::port);
  }

  private Future<?> passTopics() {
    return frame
        .vertx()
        .executeBlocking(
            () -> new TopicGate(config.common(), KAFKA_DEADLINE).pass(KindlingTopics.ALL), false)
        .onSuccess(found -> partitions = found.get(KindlingTopics.RUN_REQUESTS.name()));
  }

  private String guardUrl() {
    return config
        .advertisedUrl()
        .map(URI::toString)
        .orElseGet(() -> "http://" + config.host() + ":" + guards.port());
  }

  private RunsPartition partition(TopicPartition partition) {
    return new RunsPartition(
        partition,
        drivers,
        new Gate(capacity, config.capacityGate()),
        capacity,
        leases,
        locator,
        this::token,
        metrics,
        cluster.get());
  }

  private String token() {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private void clusterSeen(ClusterView view) {
    cluster.set(view);
    owner.sendAll(new RunnerCommand.ClusterSeen(view));
  }

  /** What came of an effect goes to the partition that holds the run, if it is still ours. */
  private void tellRun(String runId, RunCommand command) {
    boolean sent =
        locator
            .partitionOf(runId)
            .map(partition -> owner.send(partition, new RunnerCommand.OfRun(runId, command)))
            .orElse(false);
    if (!sent) {
      LOG.info("run {} is not ours any more: {} is left to its owner", runId, command);
      if (command instanceof RunCommand.Accepted accepted) {
        drivers.kill(accepted.driverId());
      }
    }
  }

  private Future<Optional<Decision>> askRun(String runId, RunCommand command) {
    Set<TopicPartition> ours = owner.owned();
    Optional<TopicPartition> partition = locator.partitionOf(runId);
    if (partition.isEmpty()) {
      return noSuchRun(ours);
    }
    Promise<Optional<Decision>> decided = Promise.promise();
    RunnerCommand.OfRun ask =
        new RunnerCommand.OfRun(
            runId, command, decision -> decided.tryComplete(Optional.ofNullable(decision)));
    if (!owner.send(partition.get(), ask)) {
      return Future.failedFuture("the run has just moved to another job-runner");
    }
    return decided.future();
  }

  /**
   * Only who owns every partition may say that there is no such live run, and only after each has
   * proven by a commit that it is still ours: a guard acts on this.
   *
   * @param before what we owned before the run was looked for
   */
  private Future<Optional<Decision>> noSuchRun(Set<TopicPartition> before) {
    if (partitions == 0 || before.size() != partitions) {
      return Future.failedFuture(
          "this job-runner does not own every run now: " + owner.health().detail());
    }
    List<Future<Void>> proofs = new ArrayList<>();
    for (TopicPartition one : before) {
      Promise<Void> proven = Promise.promise();
      if (!owner.send(one, new RunnerCommand.Prove(proven::tryComplete))) {
        return Future.failedFuture("the runs are just moving to another job-runner");
      }
      proofs.add(proven.future());
    }
    return Future.all(proofs).map(Optional.empty());
  }
}
