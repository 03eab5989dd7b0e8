package dev.kindling.gateway;

import dev.kindling.gateway.access.Door;
import dev.kindling.gateway.access.GuardedDoor;
import dev.kindling.gateway.access.OpenDoor;
import dev.kindling.gateway.access.RateLimits;
import dev.kindling.gateway.apikey.ApiKeyDefinition;
import dev.kindling.gateway.apikey.ApiKeys;
import dev.kindling.gateway.apikey.KeyUses;
import dev.kindling.gateway.artifact.ArtifactSpec;
import dev.kindling.gateway.artifact.ArtifactStore;
import dev.kindling.gateway.artifact.DiskStore;
import dev.kindling.gateway.artifact.S3Store;
import dev.kindling.gateway.audit.KafkaAuditTrail;
import dev.kindling.gateway.cluster.ClusterAccesses;
import dev.kindling.gateway.deadletter.LetterBook;
import dev.kindling.gateway.definition.DefinitionStore;
import dev.kindling.gateway.definition.KafkaDefinitionView;
import dev.kindling.gateway.definition.StateTable;
import dev.kindling.gateway.http.ApiRouter;
import dev.kindling.gateway.http.Contract;
import dev.kindling.gateway.http.GatewayServer;
import dev.kindling.gateway.http.RequestGate;
import dev.kindling.gateway.journal.KafkaJournal;
import dev.kindling.gateway.log.Elasticsearch;
import dev.kindling.gateway.log.ElasticsearchLogSearch;
import dev.kindling.gateway.run.ElasticsearchRuns;
import dev.kindling.gateway.run.KafkaRunRequests;
import dev.kindling.gateway.run.RunIndex;
import dev.kindling.gateway.run.RunRequests;
import dev.kindling.gateway.run.RunTable;
import dev.kindling.gateway.spark.SparkMasters;
import dev.kindling.gateway.stream.OpenStreams;
import dev.kindling.gateway.token.Tokens;
import dev.kindling.gateway.topic.KafkaTopicReader;
import dev.kindling.gateway.webhook.WebhookDefinition;
import dev.kindling.kit.config.Settings;
import dev.kindling.kit.config.SettingsException;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.kafka.TableView;
import dev.kindling.kit.kafka.TopicGate;
import dev.kindling.kit.kafka.TopicSpec;
import dev.kindling.kit.service.RunningService;
import dev.kindling.kit.service.ServiceFrame;
import dev.kindling.kit.trigger.MatchTopic;
import dev.kindling.model.backfill.BackfillDefinition;
import dev.kindling.model.backfill.BackfillState;
import dev.kindling.model.cluster.KafkaClusterDefinition;
import dev.kindling.model.hold.HoldDefinition;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.pool.PoolDefinition;
import dev.kindling.model.schedule.CalendarDefinition;
import dev.kindling.model.schedule.ScheduleDefinition;
import dev.kindling.model.schedule.ScheduleState;
import dev.kindling.model.trigger.TriggerDefinition;
import dev.kindling.model.trigger.TriggerState;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The composition root of the gateway. Its parts start in this order: the topics are verified, the
 * views read their tables to the end, the way to Kafka is opened, and only then does the door open;
 * they stop in reverse, so that requests in flight still have everything behind them.
 */
public final class GatewayApp {
  private static final Duration KAFKA_DEADLINE = Duration.ofSeconds(30);

  /** Nobody sees that a state is so much older, and a burst of runs is read at half the cost. */
  private static final Duration RUNS_REST = Duration.ofMillis(20);

  private static final Duration STATES_REST = Duration.ofMillis(100);

  private static final Duration CATCH_UP_DEADLINE = Duration.ofMinutes(2);
  private static final Duration SETTLE_AFTER = Duration.ofSeconds(1);

  private static final Duration CERTIFICATE_LOOK = Duration.ofSeconds(10);

  /** Of one address; who is not let in so often is not heard, nor written down. */
  private static final int FAILURES_PER_SECOND = 5;

  private static final int MOST_STREAMS = 5_000;

  private static final Duration COLLECT_EVERY = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(GatewayApp.class);

  private static final List<TopicSpec> TOPICS =
      List.of(
          KindlingTopics.JOBS,
          KindlingTopics.SCHEDULES,
          KindlingTopics.SCHEDULE_STATE,
          KindlingTopics.CALENDARS,
          KindlingTopics.BACKFILLS,
          KindlingTopics.BACKFILL_STATE,
          KindlingTopics.TRIGGERS,
          KindlingTopics.TRIGGER_MATCHES,
          KindlingTopics.TRIGGER_STATE,
          KindlingTopics.KAFKA_CLUSTERS,
          KindlingTopics.POOLS,
          KindlingTopics.HOLDS,
          KindlingTopics.API_KEYS,
          KindlingTopics.API_KEY_USES,
          KindlingTopics.WEBHOOKS,
          KindlingTopics.ARTIFACTS,
          KindlingTopics.EVENTS,
          KindlingTopics.EVENT_FILES,
          KindlingTopics.AUDIT,
          KindlingTopics.RUN_REQUESTS,
          KindlingTopics.DEAD_LETTERS,
          KindlingTopics.RUNS);

  private final Vertx vertx;
  private final GatewayConfig config;
  private final ServiceFrame frame;
  private final MeterRegistry meters;
  private final InstantSource clock = InstantSource.system();
  private final Kinds kinds;
  private final KafkaDefinitionView<JobDefinition> jobs;
  private final KafkaDefinitionView<ScheduleDefinition> schedules;
  private final KafkaDefinitionView<CalendarDefinition> calendars;
  private final KafkaDefinitionView<BackfillDefinition> backfills;
  private final KafkaDefinitionView<TriggerDefinition> triggers;
  private final KafkaDefinitionView<KafkaClusterDefinition> clusters;
  private final KafkaDefinitionView<PoolDefinition> pools;
  private final KafkaDefinitionView<HoldDefinition> holds;
  private final KafkaDefinitionView<ApiKeyDefinition> apiKeys;
  private final KafkaDefinitionView<WebhookDefinition> webhooks;
  private final KafkaDefinitionView<ArtifactSpec.Definition> artifacts;
  private final StateTable<ScheduleState> scheduleStates = new StateTable<>(ScheduleState.class);
  private final StateTable<BackfillState> backfillStates = new StateTable<>(BackfillState.class);
  private final StateTable<TriggerState> triggerStates = new StateTable<>(TriggerState.class);
  private final LetterBook letters = new LetterBook();
  private final KeyUses keyUses = new KeyUses(this::write);

  /** Nobody waits for it: thirty days of letters may take a while, and they change nothing. */
  private final TableView deadLetters;

  private final RunIndex runs;
  private final OpenStreams streams;
  private final Map<String, TableView> views = new LinkedHashMap<>();
  private final GatewayServer server;
  private DefinitionStore definitions;
  private MatchTopic matches;
  private KafkaJournal journal;
  private KafkaJournal aside;
  private RunRequests requests;
  private Elasticsearch elasticsearch;
  private ArtifactStore files;

  private GatewayApp(Vertx vertx, GatewayConfig config) {
    this.vertx = vertx;
    this.config = config;
    this.frame = ServiceFrame.open("gateway", vertx, config.common());
    this.meters = frame.meters();
    this.kinds = Kinds.make(vertx);
    this.jobs = new KafkaDefinitionView<>(config.common(), kinds.jobs(), meters);
    this.schedules = new KafkaDefinitionView<>(config.common(), kinds.schedules(), meters);
    this.calendars = new KafkaDefinitionView<>(config.common(), kinds.calendars(), meters);
    this.backfills = new KafkaDefinitionView<>(config.common(), kinds.backfills(), meters);
    this.triggers = new KafkaDefinitionView<>(config.common(), kinds.triggers(), meters);
    this.clusters = new KafkaDefinitionView<>(config.common(), kinds.clusters(), meters);
    this.pools = new KafkaDefinitionView<>(config.common(), kinds.pools(), meters);
    this.holds = new KafkaDefinitionView<>(config.common(), kinds.holds(), meters);
    this.apiKeys = new KafkaDefinitionView<>(config.common(), kinds.apiKeys(), meters);
    this.webhooks = new KafkaDefinitionView<>(config.common(), kinds.webhooks(), meters);
    this.artifacts = new KafkaDefinitionView<>(config.common(), kinds.artifacts(), meters);
    this.runs = new RunIndex(meters);
    this.streams = new OpenStreams(MOST_STREAMS, meters);
    RunTable table = new RunTable(runs, meters);
    views.put("jobs", jobs.view());
    views.put("schedules", schedules.view());
    views.put("calendars", calendars.view());
    views.put("backfills", backfills.view());
    views.put("schedule states", states(KindlingTopics.SCHEDULE_STATE, scheduleStates));
    views.put("backfill states", states(KindlingTopics.BACKFILL_STATE, backfillStates));
    views.put("trigger states", states(KindlingTopics.TRIGGER_STATE, triggerStates));
    this.deadLetters =
        new TableView(
            config.common(),
            KindlingTopics.DEAD_LETTERS,
            (source, letter) -> letters.apply(letter));
    views.put("triggers", triggers.view());
    views.put("Kafka clusters", clusters.view());
    views.put("pools", pools.view());
    views.put("holds", holds.view());
    views.put("API keys", apiKeys.view());
    views.put("webhooks", webhooks.view());
    views.put("artifacts", artifacts.view());
    views.put(
        "uses of API keys",
        new TableView(
            config.common(),
            KindlingTopics.API_KEY_USES,
            STATES_REST,
            (key, changed) -> keyUses.apply(key, changed.value())));
    views.put(
        "runs",
        new TableView(
            config.common(),
            KindlingTopics.RUNS,
            RUNS_REST,
            (id, changed) -> table.apply(id, changed.value())));
    this.server =
        new GatewayServer(
            config.host(),
            config.port(),
            config.tls(),
            CERTIFICATE_LOOK,
            () -> router().router(),
            streams::end,
            config.loops());
  }

  private TableView states(TopicSpec topic, StateTable<?> table) {
    return new TableView(
        config.common(), topic, STATES_REST, (name, changed) -> table.apply(name, changed.value()));
  }

  /**
   * Starts a gateway.
   *
   * @param environment its settings, see {@link GatewayConfig}
   * @return fails with {@link SettingsException} if they are wrong
   */
  public static Future<RunningService> start(Vertx vertx, Map<String, String> environment) {
    String instance = "gateway-" + UUID.randomUUID().toString().substring(0, 8);
    GatewayConfig config;
    try {
      config = Settings.read(environment, settings -> GatewayConfig.from(settings, instance));
    } catch (SettingsException e) {
      return Future.failedFuture(e);
    }
    return new GatewayApp(vertx, config).start();
  }

  private Future<RunningService> start() {
    frame.add("topics and definitions", this::openDefinitions, this::closeDefinitions);
    views.forEach(this::health);
    frame.add("views", this::openViews, this::closeViews);
    frame.add(
        "journals",
        () -> vertx.executeBlocking(this::openJournals, false),
        () -> journal.close().eventually(aside::close).eventually(this::closeFiles));
    frame.add(
        "Elasticsearch",
        () -> vertx.executeBlocking(this::openElasticsearch, false),
        () ->
            vertx.executeBlocking(
                () -> {
                  elasticsearch.close();
                  return null;
                },
                false));
    frame.verticle("HTTP server", server);
    return frame.start(server::port);
  }

  private void health(String name, TableView view) {
    frame.health().ready("view of " + name, view::health);
    frame.health().live("view of " + name, view::liveness);
  }

  private Future<?> openDefinitions() {
    return vertx
        .executeBlocking(() -> new TopicGate(config.common(), KAFKA_DEADLINE).pass(TOPICS), false)
        .onSuccess(
            partitions -> {
              matches = MatchTopic.of(partitions);
              definitions =
                  DefinitionStore.onKafka(vertx, config.common(), partitions, clock, meters);
            });
  }

  private Future<?> closeDefinitions() {
    return vertx.executeBlocking(
        () -> {
          definitions.close();
          return null;
        },
        false);
  }

  /**
   * They catch up side by side; on a thread of ours again, since views complete on theirs. Where
   * that takes long, a gateway may have died in a write, this one before it was started again.
   */
  private Future<?> openViews() {
    deadLetters.start();
    List<Future<Void>> starting = views.values().stream().map(TableView::start).toList();
    long patience = vertx.setTimer(SETTLE_AFTER.toMillis(), late -> definitions.settle());
    return Future.fromCompletionStage(
            Future.all(starting).toCompletionStage(), vertx.getOrCreateContext())
        .timeout(CATCH_UP_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
        .onComplete(caughtUp -> vertx.cancelTimer(patience));
  }

  private Future<?> closeViews() {
    return vertx.executeBlocking(
        () -> {
          deadLetters.close();
          for (TableView view : views.values()) {
            view.close();
          }
          return null;
        },
        false);
  }

  private Void openJournals() {
    journal = new KafkaJournal(vertx, config.common(), meters);
    aside = KafkaJournal.patient(vertx, config.common(), meters);
    requests = new KafkaRunRequests(journal);
    files = files(config.artifacts());
    return null;
  }

  private Future<?> closeFiles() {
    return vertx.executeBlocking(
        () -> {
          if (files instanceof AutoCloseable closeable) {
            closeable.close();
          }
          return null;
        },
        false);
  }

  private ArtifactStore files(GatewayConfig.Artifacts artifacts) {
    return artifacts.bucket().isEmpty()
        ? new DiskStore(vertx, artifacts.folder())
        : new S3Store(vertx, artifacts.bucket().get(), artifacts.folder().resolve("incoming"));
  }

  private Void openElasticsearch() {
    elasticsearch = new Elasticsearch(vertx, config.elasticsearch());
    return null;
  }

  private Future<Void> write(ProducerRecord<String, byte[]> record) {
    return aside.send(record);
  }

  private ApiRouter router() {
    Door door = door();
    Operations operations = new Operations(ports(), door, config.tokens());
    vertx.setPeriodic(
        COLLECT_EVERY.toMillis(),
        timer ->
            operations
                .collectArtifacts()
                .onFailure(failure -> LOG.warn("unused artifacts are left for later", failure)));
    RequestGate gate =
        new RequestGate(
            door,
            config.open(),
            new RateLimits(config.open() ? 0 : config.requestsPerSecond(), System::nanoTime),
            new RateLimits(FAILURES_PER_SECOND, System::nanoTime),
            new KafkaAuditTrail(aside),
            operations.labels(),
            clock);
    return new ApiRouter(
        vertx,
        Contract.load(),
        frame.tracing().openTelemetry(),
        frame.tracing().tracer(),
        meters,
        gate,
        operations.byId());
  }

  private Door door() {
    if (config.open()) {
      LOG.warn(
          "THE GATEWAY IS OPEN: everybody on this machine is an admin. KINDLING_GATEWAY_ACCESS=open"
              + " is for development.");
      return new OpenDoor();
    }
    if (config.adminKey().isEmpty() && config.tokens().isEmpty() && apiKeys.all().isEmpty()) {
      LOG.warn(
          "Nobody can get in: there is no API key yet. Set KINDLING_GATEWAY_ADMIN_KEY, and make"
              + " others with it.");
    }
    if (config.tls().isEmpty() && !config.host().equals("127.0.0.1")) {
      LOG.warn(
          "Keys and tokens come in on plain HTTP: let something with TLS stand before this gateway,"
              + " or set KINDLING_GATEWAY_TLS_CERTIFICATE.");
    }
    ApiKeys keys = new ApiKeys(apiKeys, config.adminKey(), keyUses, clock);
    return new GuardedDoor(
        ApiKeys::isKey,
        keys::admit,
        config.tokens().map(tokens -> new Tokens(vertx, tokens, clock)::admit));
  }

  private Ports ports() {
    ClusterAccesses accesses = new ClusterAccesses(clusters, config.secrets());
    return new Ports(
        vertx,
        kinds,
        new Ports.Views(
            jobs, schedules, calendars, backfills, triggers, clusters, pools, holds, apiKeys,
            webhooks, artifacts),
        new Ports.States(scheduleStates, backfillStates, triggerStates),
        letters,
        runs,
        streams,
        new ElasticsearchRuns(elasticsearch),
        new ElasticsearchLogSearch(elasticsearch, meters),
        definitions,
        journal,
        requests,
        matches,
        new KafkaTopicReader(config.common(), accesses),
        accesses,
        config.secrets(),
        new Ports.Files(files, config.artifacts().links(), config.artifacts().limits()),
        new Ports.Spark(new SparkMasters(vertx, config.sparkMasters()), config.places()),
        keyUses,
        config.common(),
        clock,
        new SecureRandom());
  }
}
