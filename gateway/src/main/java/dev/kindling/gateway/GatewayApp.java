package dev.kindling.gateway;

import dev.kindling.gateway.backfill.BackfillHandlers;
import dev.kindling.gateway.calendar.CalendarHandlers;
import dev.kindling.gateway.cluster.ClusterAccesses;
import dev.kindling.gateway.cluster.ClusterHandlers;
import dev.kindling.gateway.deadletter.LetterBook;
import dev.kindling.gateway.deadletter.LetterHandlers;
import dev.kindling.gateway.deadletter.LetterReplay;
import dev.kindling.gateway.definition.DefinitionHandlers;
import dev.kindling.gateway.definition.DefinitionKind;
import dev.kindling.gateway.definition.DefinitionStore;
import dev.kindling.gateway.definition.KafkaDefinitionView;
import dev.kindling.gateway.definition.StateTable;
import dev.kindling.gateway.http.ApiRouter;
import dev.kindling.gateway.http.Contract;
import dev.kindling.gateway.http.GatewayServer;
import dev.kindling.gateway.journal.KafkaJournal;
import dev.kindling.gateway.log.Elasticsearch;
import dev.kindling.gateway.log.ElasticsearchLogSearch;
import dev.kindling.gateway.log.LogHandlers;
import dev.kindling.gateway.run.ArchivedRuns;
import dev.kindling.gateway.run.ElasticsearchRuns;
import dev.kindling.gateway.run.KafkaRunRequests;
import dev.kindling.gateway.run.KnownRuns;
import dev.kindling.gateway.run.RerunHandlers;
import dev.kindling.gateway.run.RunHandlers;
import dev.kindling.gateway.run.RunIndex;
import dev.kindling.gateway.run.RunRequests;
import dev.kindling.gateway.run.RunStarts;
import dev.kindling.gateway.run.RunTable;
import dev.kindling.gateway.run.SucceededFires;
import dev.kindling.gateway.schedule.ScheduleAdvice;
import dev.kindling.gateway.schedule.ScheduleHandlers;
import dev.kindling.gateway.topic.KafkaTopicReader;
import dev.kindling.gateway.topic.TopicReader;
import dev.kindling.gateway.trigger.TriggerHandlers;
import dev.kindling.gateway.trigger.TriggerProbe;
import dev.kindling.gateway.trigger.TriggerTrials;
import dev.kindling.kit.config.Settings;
import dev.kindling.kit.config.SettingsException;
import dev.kindling.kit.expression.Expressions;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.kafka.TableView;
import dev.kindling.kit.kafka.TopicGate;
import dev.kindling.kit.kafka.TopicSpec;
import dev.kindling.kit.parameters.MetaSchema;
import dev.kindling.kit.parameters.ParameterSchemas;
import dev.kindling.kit.service.RunningService;
import dev.kindling.kit.service.ServiceFrame;
import dev.kindling.kit.trigger.MatchTopic;
import dev.kindling.kit.trigger.TriggerMapping;
import dev.kindling.model.backfill.BackfillDefinition;
import dev.kindling.model.backfill.BackfillSpec;
import dev.kindling.model.backfill.BackfillState;
import dev.kindling.model.cluster.KafkaClusterDefinition;
import dev.kindling.model.cluster.KafkaClusterSpec;
import dev.kindling.model.hold.HoldDefinition;
import dev.kindling.model.hold.HoldSpec;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.job.JobSpec;
import dev.kindling.model.pool.PoolDefinition;
import dev.kindling.model.pool.PoolSpec;
import dev.kindling.model.schedule.CalendarDefinition;
import dev.kindling.model.schedule.CalendarSpec;
import dev.kindling.model.schedule.ScheduleDefinition;
import dev.kindling.model.schedule.ScheduleSpec;
import dev.kindling.model.schedule.ScheduleState;
import dev.kindling.model.trigger.TriggerDefinition;
import dev.kindling.model.trigger.TriggerSpec;
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
          KindlingTopics.RUN_REQUESTS,
          KindlingTopics.DEAD_LETTERS,
          KindlingTopics.RUNS);

  private final Vertx vertx;
  private final GatewayConfig config;
  private final ServiceFrame frame;
  private final MeterRegistry meters;
  private final InstantSource clock = InstantSource.system();
  private final DefinitionKind<JobSpec, JobDefinition> jobKind;
  private final DefinitionKind<ScheduleSpec, ScheduleDefinition> scheduleKind =
      DefinitionKind.schedules();
  private final DefinitionKind<CalendarSpec, CalendarDefinition> calendarKind =
      DefinitionKind.calendars();
  private final DefinitionKind<BackfillSpec, BackfillDefinition> backfillKind =
      DefinitionKind.backfills();
  private final Expressions language = new Expressions();
  private final DefinitionKind<TriggerSpec, TriggerDefinition> triggerKind =
      DefinitionKind.triggers(spec -> TriggerMapping.problems(spec, language));
  private final DefinitionKind<KafkaClusterSpec, KafkaClusterDefinition> clusterKind =
      DefinitionKind.kafkaClusters();
  private final DefinitionKind<PoolSpec, PoolDefinition> poolKind = DefinitionKind.pools();
  private final DefinitionKind<HoldSpec, HoldDefinition> holdKind = DefinitionKind.holds();
  private final KafkaDefinitionView<JobDefinition> jobs;
  private final KafkaDefinitionView<ScheduleDefinition> schedules;
  private final KafkaDefinitionView<CalendarDefinition> calendars;
  private final KafkaDefinitionView<BackfillDefinition> backfills;
  private final KafkaDefinitionView<TriggerDefinition> triggers;
  private final KafkaDefinitionView<KafkaClusterDefinition> clusters;
  private final KafkaDefinitionView<PoolDefinition> pools;
  private final KafkaDefinitionView<HoldDefinition> holds;
  private final StateTable<ScheduleState> scheduleStates = new StateTable<>(ScheduleState.class);
  private final StateTable<BackfillState> backfillStates = new StateTable<>(BackfillState.class);
  private final StateTable<TriggerState> triggerStates = new StateTable<>(TriggerState.class);
  private final LetterBook letters = new LetterBook();

  /** Nobody waits for it: thirty days of letters may take a while, and they change nothing. */
  private final TableView deadLetters;

  private final RunIndex runs;
  private final Map<String, TableView> views = new LinkedHashMap<>();
  private final GatewayServer server;
  private DefinitionStore definitions;
  private MatchTopic matches;
  private KafkaJournal journal;
  private RunRequests requests;
  private Elasticsearch elasticsearch;

  private GatewayApp(Vertx vertx, GatewayConfig config) {
    this.vertx = vertx;
    this.config = config;
    this.frame = ServiceFrame.open("gateway", vertx, config.common());
    this.meters = frame.meters();
    this.jobKind = DefinitionKind.jobs(new JobCheck(new MetaSchema(vertx)));
    this.jobs = new KafkaDefinitionView<>(config.common(), jobKind, meters);
    this.schedules = new KafkaDefinitionView<>(config.common(), scheduleKind, meters);
    this.calendars = new KafkaDefinitionView<>(config.common(), calendarKind, meters);
    this.backfills = new KafkaDefinitionView<>(config.common(), backfillKind, meters);
    this.triggers = new KafkaDefinitionView<>(config.common(), triggerKind, meters);
    this.clusters = new KafkaDefinitionView<>(config.common(), clusterKind, meters);
    this.pools = new KafkaDefinitionView<>(config.common(), poolKind, meters);
    this.holds = new KafkaDefinitionView<>(config.common(), holdKind, meters);
    this.runs = new RunIndex(meters);
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
    views.put(
        "runs",
        new TableView(
            config.common(),
            KindlingTopics.RUNS,
            RUNS_REST,
            (id, changed) -> table.apply(id, changed.value())));
    this.server = new GatewayServer(config.host(), config.port(), this::router);
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
        "journals", () -> vertx.executeBlocking(this::openJournals, false), () -> journal.close());
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

  /** They catch up side by side; on a thread of ours again, since views complete on theirs. */
  private Future<?> openViews() {
    deadLetters.start();
    List<Future<Void>> starting = views.values().stream().map(TableView::start).toList();
    return Future.fromCompletionStage(
            Future.all(starting).toCompletionStage(), vertx.getOrCreateContext())
        .timeout(CATCH_UP_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
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
    requests = new KafkaRunRequests(journal);
    return null;
  }

  private Void openElasticsearch() {
    elasticsearch = new Elasticsearch(vertx, config.elasticsearch());
    return null;
  }

  private ApiRouter router() {
    RunStarts starts =
        new RunStarts(jobs, new ParameterSchemas(), runs, requests, clock, new SecureRandom());
    ClusterAccesses accesses = new ClusterAccesses(clusters, config.secrets());
    TopicReader topics = new KafkaTopicReader(config.common(), accesses);
    TriggerProbe probe = new TriggerProbe(jobs, language, new ParameterSchemas(), clock);
    ArchivedRuns archive = new ElasticsearchRuns(elasticsearch);
    KnownRuns known = new KnownRuns(runs, archive);
    DefinitionHandlers<CalendarSpec, CalendarDefinition> calendarDefinitions =
        new DefinitionHandlers<>(
            vertx, calendarKind, calendars, definitions, ScheduleAdvice.ofCalendars(schedules));
    DefinitionHandlers<ScheduleSpec, ScheduleDefinition> scheduleDefinitions =
        new DefinitionHandlers<>(
            vertx,
            scheduleKind,
            schedules,
            definitions,
            ScheduleAdvice.ofSchedules(calendars, clock));
    DefinitionHandlers<TriggerSpec, TriggerDefinition> triggerDefinitions =
        new DefinitionHandlers<>(vertx, triggerKind, triggers, definitions);
    return new ApiRouter(
        vertx,
        Contract.load(),
        frame.tracing().openTelemetry(),
        frame.tracing().tracer(),
        meters,
        Operations.of(
            new DefinitionHandlers<>(vertx, jobKind, jobs, definitions),
            scheduleDefinitions,
            new ScheduleHandlers(
                vertx,
                scheduleKind,
                schedules,
                definitions,
                scheduleDefinitions,
                name -> calendars.get(name).map(CalendarDefinition::spec),
                scheduleStates,
                starts,
                clock),
            calendarDefinitions,
            new CalendarHandlers(vertx, calendarDefinitions, clock),
            new BackfillHandlers(
                vertx,
                backfillKind,
                backfills,
                definitions,
                backfillStates,
                schedules,
                name -> calendars.get(name).map(CalendarDefinition::spec),
                new SucceededFires(vertx, runs, archive),
                clock),
            triggerDefinitions,
            new TriggerHandlers(
                triggerKind, triggers, definitions, triggerDefinitions, triggerStates, clock),
            new TriggerTrials(vertx, triggerKind, triggers, probe, topics, clock),
            new LetterHandlers(
                vertx,
                letters,
                topics,
                new LetterReplay(
                    vertx,
                    triggers,
                    probe,
                    topics,
                    starts,
                    match -> journal.send(matches.put(match))),
                journal,
                clock),
            new DefinitionHandlers<>(
                vertx, clusterKind, clusters, definitions, ClusterHandlers.advice(triggers)),
            new ClusterHandlers(vertx, config.common(), clusters, accesses),
            new DefinitionHandlers<>(vertx, poolKind, pools, definitions),
            new DefinitionHandlers<>(vertx, holdKind, holds, definitions),
            new RunHandlers(starts, runs, known, requests, clock),
            new RerunHandlers(starts, runs, known),
            new LogHandlers(known::has, new ElasticsearchLogSearch(elasticsearch, meters))));
  }
}
