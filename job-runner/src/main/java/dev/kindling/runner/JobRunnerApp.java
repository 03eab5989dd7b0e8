package dev.kindling.runner;

import dev.kindling.kit.config.Settings;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.kafka.TopicGate;
import dev.kindling.kit.owner.OwnerConfig;
import dev.kindling.kit.owner.OwnerLoop;
import dev.kindling.kit.service.RunningService;
import dev.kindling.kit.service.ServiceFrame;
import dev.kindling.runner.admission.Admission;
import dev.kindling.runner.admission.AdmissionRules;
import dev.kindling.runner.admission.CapacityBook;
import dev.kindling.runner.admission.Gate;
import dev.kindling.runner.admission.RulesTable;
import dev.kindling.runner.cluster.ClusterView;
import dev.kindling.runner.cluster.ClusterWatch;
import dev.kindling.runner.cluster.Master;
import dev.kindling.runner.guard.GuardServer;
import dev.kindling.runner.launch.ArtifactLocations;
import dev.kindling.runner.launch.JobWrapper;
import dev.kindling.runner.launch.RestDrivers;
import dev.kindling.runner.launch.RestSubmissionApi;
import dev.kindling.runner.launch.RoutedDrivers;
import dev.kindling.runner.launch.SubmissionWriter;
import dev.kindling.runner.launch.beside.LauncherDrivers;
import dev.kindling.runner.lease.LeaseBook;
import dev.kindling.runner.ledger.Drivers;
import dev.kindling.runner.ledger.PartitionTools;
import dev.kindling.runner.ledger.RunMetrics;
import dev.kindling.runner.ledger.RunnerCommand;
import dev.kindling.runner.ledger.RunsPartition;
import dev.kindling.runner.retention.ArchiveWatch;
import dev.kindling.runner.roster.Roster;
import dev.kindling.runner.sweep.LiveAttempts;
import dev.kindling.runner.sweep.Sweeper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.TopicPartition;

/** The composition root of the job-runner: makes every part, joins them, gives them their order. */
public final class JobRunnerApp {
  private static final Duration KAFKA_DEADLINE = Duration.ofSeconds(30);

  /** The submission server closes idle connections after 30 s; let go before it does. */
  private static final int KEEP_ALIVE_SECONDS = 10;

  private static final int TOKEN_BYTES = 24;

  private static final Duration LONGEST_GAP = Duration.ofSeconds(20);

  private final JobRunnerConfig config;
  private final ServiceFrame frame;
  private final AtomicReference<ClusterView> cluster =
      new AtomicReference<>(ClusterView.unreachable("not looked at yet", Instant.now()));
  private final AtomicReference<AdmissionRules> rules = new AtomicReference<>(AdmissionRules.NONE);
  private final SecureRandom random = new SecureRandom();
  private final LeaseBook leases;
  private final RunMetrics metrics;
  private final Roster roster = new Roster();
  private final LiveAttempts attempts = new LiveAttempts();
  private final CapacityBook capacity = new CapacityBook(attempts.byRun());
  private final Sweeper sweeper;
  private final OwnerLoop<RunnerCommand> owner;
  private final OwnedRuns runs;
  private final GuardServer guards;
  private final RunnerViews views;
  private Drivers drivers;
  private PartitionTools tools;

  private JobRunnerApp(Vertx vertx, JobRunnerConfig config) {
    this.config = config;
    this.frame = ServiceFrame.open("job-runner", vertx, config.common());
    this.leases = new LeaseBook(config.lease(), System::nanoTime);
    this.metrics = new RunMetrics(frame.meters());
    this.sweeper = new Sweeper(config.strayAfter(), LONGEST_GAP);
    this.owner =
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
    this.runs =
        new OwnedRuns(
            owner, roster, this::guardUrl, config.peers(), driverId -> drivers.kill(driverId));
    this.guards =
        new GuardServer(config.host(), config.port(), config.lease(), config.renewal(), runs);
    this.views =
        new RunnerViews(config.common(), roster, new RulesTable(this::rulesSeen), attempts);
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
            new PoolOptions().setHttp1MaxSize(RestDrivers.AT_ONCE));
    ClusterWatch watch =
        new ClusterWatch(
            config.masters(),
            config.masterPoll(),
            Clock.systemUTC(),
            frame.meters(),
            this::clusterSeen);
    frame.add("topics", this::passTopics, Future::succeededFuture);
    frame.onStop("submission client", client::close);
    frame.add("views", () -> views.start(vertx), () -> views.close(vertx));
    frame.verticle("guard server", guards);
    frame.verticle("cluster watch", watch);
    frame.verticle(
        "archive watch", new ArchiveWatch(config.common(), config.archivePoll(), this::archived));
    frame.add("owner", () -> startOwner(client), Future::succeededFuture);
    frame.closing("owner", owner);
    frame.health().ready("spark", watch::health);
    frame.health().ready("views", views::health);
    frame.health().live("views", views::liveness);
    frame.health().ready("runs", owner::health);
    frame.health().live("runs", owner::liveness);
    return frame.start(guards::port);
  }

  private Future<?> startOwner(HttpClient client) {
    JobWrapper wrapper =
        new JobWrapper(
            config.agentJar(),
            () -> String.join(",", runs.runners()),
            config.properties(),
            new ArtifactLocations(config.artifacts(), InstantSource.system()));
    drivers =
        new RoutedDrivers(
            new RestDrivers(
                frame.vertx().getOrCreateContext(),
                new RestSubmissionApi(client, this::aliveMaster, config.masterKey()),
                new SubmissionWriter(wrapper, config.sparkMaster()),
                runs,
                frame.tracing(),
                InstantSource.system(),
                frame.meters()),
            new LauncherDrivers(
                config.sparkHome(),
                wrapper,
                config.sparkMaster(),
                config.launcherFolder(),
                System.getenv(),
                runs,
                task -> frame.vertx().executeBlocking(() -> done(task), false),
                Clock.systemUTC(),
                random));
    tools =
        new PartitionTools(
            config.common().instance(),
            guardUrl(),
            drivers,
            new Admission(new Gate(capacity, config.capacityGate(), config.launcherSlots())),
            capacity,
            leases,
            this::token,
            config.keptAtLeast(),
            metrics);
    owner.start();
    return Future.succeededFuture();
  }

  private static Void done(Runnable task) {
    task.run();
    return null;
  }

  private Future<?> passTopics() {
    return frame
        .vertx()
        .executeBlocking(
            () -> new TopicGate(config.common(), KAFKA_DEADLINE).pass(KindlingTopics.ALL), false);
  }

  private Optional<URI> aliveMaster() {
    return Optional.ofNullable(cluster.get().master()).map(Master::rest);
  }

  private String guardUrl() {
    return config
        .advertisedUrl()
        .map(URI::toString)
        .orElseGet(() -> "http://" + config.host() + ":" + guards.port());
  }

  private RunsPartition partition(TopicPartition partition) {
    return new RunsPartition(partition, tools, cluster.get(), rules.get());
  }

  private String token() {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private void rulesSeen(AdmissionRules seen) {
    rules.set(seen);
    owner.sendAll(new RunnerCommand.RulesSeen(seen));
  }

  private void archived(Map<Integer, Long> offsets) {
    offsets.forEach(
        (partition, offset) ->
            owner.send(OwnedRuns.partition(partition), new RunnerCommand.Archived(offset)));
  }

  private void clusterSeen(ClusterView view) {
    cluster.set(view);
    owner.sendAll(new RunnerCommand.ClusterSeen(view));
    if (config.sweep()) {
      sweep(view);
    }
  }

  /** Whoever owns the first partition sweeps for all. */
  private void sweep(ClusterView view) {
    TopicPartition first = OwnedRuns.partition(0);
    if (!owner.owned().contains(first) || !views.knowAllDrivers()) {
      return;
    }
    for (String driverId : sweeper.look(view, attempts.drivers())) {
      String worker = view.drivers().get(driverId).worker();
      owner.send(first, new RunnerCommand.Stray(driverId, worker));
    }
  }
}
