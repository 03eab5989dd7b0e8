package dev.kindling.gateway;

import dev.kindling.gateway.access.Door;
import dev.kindling.gateway.apikey.ApiKeyHandlers;
import dev.kindling.gateway.apply.Applicable;
import dev.kindling.gateway.apply.SetHandlers;
import dev.kindling.gateway.artifact.ArtifactHandlers;
import dev.kindling.gateway.artifact.EventFiles;
import dev.kindling.gateway.artifact.Usage;
import dev.kindling.gateway.audit.AuditHandlers;
import dev.kindling.gateway.backfill.BackfillHandlers;
import dev.kindling.gateway.calendar.CalendarHandlers;
import dev.kindling.gateway.cluster.ClusterHandlers;
import dev.kindling.gateway.deadletter.LetterHandlers;
import dev.kindling.gateway.deadletter.LetterReplay;
import dev.kindling.gateway.definition.Advice;
import dev.kindling.gateway.definition.DefinitionHandlers;
import dev.kindling.gateway.definition.DefinitionKind;
import dev.kindling.gateway.definition.DefinitionView;
import dev.kindling.gateway.event.EventHandlers;
import dev.kindling.gateway.event.EventLog;
import dev.kindling.gateway.http.AccessHandlers;
import dev.kindling.gateway.http.Operation;
import dev.kindling.gateway.livy.LivyHandlers;
import dev.kindling.gateway.log.LogHandlers;
import dev.kindling.gateway.log.LogSearch;
import dev.kindling.gateway.log.live.LiveLogSearch;
import dev.kindling.gateway.run.BulkCancels;
import dev.kindling.gateway.run.IdRandom;
import dev.kindling.gateway.run.KnownRuns;
import dev.kindling.gateway.run.RerunHandlers;
import dev.kindling.gateway.run.RunDocuments;
import dev.kindling.gateway.run.RunHandlers;
import dev.kindling.gateway.run.RunPages;
import dev.kindling.gateway.run.RunStarts;
import dev.kindling.gateway.run.SucceededFires;
import dev.kindling.gateway.schedule.ScheduleAdvice;
import dev.kindling.gateway.schedule.ScheduleHandlers;
import dev.kindling.gateway.spark.SparkHandlers;
import dev.kindling.gateway.stream.EventStreams;
import dev.kindling.gateway.stream.RunFeed;
import dev.kindling.gateway.stream.RunStreams;
import dev.kindling.gateway.stream.RunWaits;
import dev.kindling.gateway.token.TokenConfig;
import dev.kindling.gateway.trigger.TriggerHandlers;
import dev.kindling.gateway.trigger.TriggerProbe;
import dev.kindling.gateway.trigger.TriggerTrials;
import dev.kindling.gateway.webhook.WebhookHandlers;
import dev.kindling.kit.parameters.ParameterSchemas;
import dev.kindling.model.schedule.CalendarDefinition;
import dev.kindling.model.schedule.CalendarSpec;
import dev.kindling.model.schedule.ScheduleDefinition;
import dev.kindling.model.schedule.ScheduleSpec;
import dev.kindling.model.trigger.TriggerDefinition;
import dev.kindling.model.trigger.TriggerSpec;
import io.vertx.core.Future;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Which method serves which operation of the contract. Made once, when all views are there. */
final class Operations {
  private final Ports ports;
  private final Ports.Views views;
  private final Kinds kinds;
  private final KnownRuns known;
  private final RunStarts starts;
  private final JobLabels labels;
  private final RunDocuments documents;
  private final ArtifactHandlers artifacts;
  private final Function<String, Optional<CalendarSpec>> calendarByName;
  private final Map<String, Operation> operations = new HashMap<>();

  /**
   * @param door that callers come through
   * @param tokens of callers; empty without an identity provider
   */
  Operations(Ports ports, Door door, Optional<TokenConfig> tokens) {
    this.ports = ports;
    this.views = ports.views();
    this.kinds = ports.kinds();
    this.documents = new RunDocuments(ports.spark().places());
    this.known = new KnownRuns(ports.runs(), ports.archive());
    this.starts =
        new RunStarts(
            views.jobs(),
            new ParameterSchemas(),
            ports.runs(),
            ports.requests(),
            ports.clock(),
            new IdRandom(ports.random()));
    this.labels =
        new JobLabels(
            views.jobs(),
            views.schedules(),
            views.backfills(),
            views.triggers(),
            ports.letters(),
            known);
    this.artifacts =
        new ArtifactHandlers(
            kinds.artifacts(),
            views.artifacts(),
            ports.store(),
            ports.files().store(),
            new EventFiles(ports.vertx(), ports.topics(), ports.clock()),
            new Usage(views.jobs(), ports.runs()),
            ports.files().links(),
            ports.files().limits(),
            ports.clock());
    this.calendarByName = name -> views.calendars().get(name).map(CalendarDefinition::spec);
    access(door, tokens);
    jobsAndRuns();
    schedules();
    triggers();
    admission();
    events();
    artifacts();
    sets();
  }

  /** By operationId, all but that of the contract itself. */
  Map<String, Operation> byId() {
    return Map.copyOf(operations);
  }

  /** Deletes artifacts that nothing uses; to be called now and then. */
  Future<?> collectArtifacts() {
    return artifacts.collect();
  }

  JobLabels labels() {
    return labels;
  }

  private void access(Door door, Optional<TokenConfig> tokens) {
    AccessHandlers access =
        new AccessHandlers(
            door,
            tokens.map(config -> config.issuer().toString()).orElse(null),
            tokens.map(TokenConfig::audience).orElse(null));
    ApiKeyHandlers keys =
        new ApiKeyHandlers(
            kinds.apiKeys(),
            views.apiKeys(),
            ports.store(),
            ports.keyUses(),
            ports.clock(),
            ports.random());
    add("getLogin", access::login);
    add("getMe", access::me);
    add("listApiKeys", keys::list);
    add("getApiKey", keys::get);
    add("createApiKey", keys::create);
    add("rotateApiKey", keys::rotate);
    add("deleteApiKey", keys::delete);
    add("listAudit", new AuditHandlers(ports.vertx(), ports.topics())::list);
  }

  private void jobsAndRuns() {
    definitions(
        "Job",
        new DefinitionHandlers<>(
            ports.vertx(),
            kinds.jobs(),
            views.jobs(),
            ports.store(),
            JobDependants.advice(views.schedules(), views.triggers(), ports.runs()),
            job -> Optional.of(job.spec().labels())));
    RunPages pages = new RunPages(ports.vertx(), ports.runs());
    RunFeed feed = new RunFeed(documents);
    ports.runs().listen(feed::changed);
    RunHandlers runs =
        new RunHandlers(
            starts,
            ports.runs(),
            pages,
            known,
            ports.requests(),
            ports.clock(),
            new RunWaits(ports.vertx(), ports.runs(), feed)::end,
            documents);
    EventStreams streams = new EventStreams(ports.vertx(), ports.streams(), ports.clock());
    RunStreams changes = new RunStreams(ports.vertx(), ports.runs(), known, feed, streams);
    add("streamRun", changes::one);
    add("streamRuns", changes::all);
    RerunHandlers reruns = new RerunHandlers(starts, pages, known, documents);
    add("startRun", runs::start);
    add("getCluster", new SparkHandlers(ports.spark().masters())::cluster);
    add("listRuns", runs::list);
    add("getRun", runs::get);
    add("cancelRun", runs::cancel);
    add("cancelAll", new BulkCancels(pages, ports.requests(), ports.clock())::all);
    add("rerun", reruns::one);
    add("rerunAll", reruns::all);
    LogSearch logLines =
        new LiveLogSearch(
            ports.vertx(),
            ports.logs(),
            known::find,
            ports.spark().masters(),
            ZoneId.systemDefault(),
            System::nanoTime);
    LogHandlers logs = new LogHandlers(ports.vertx(), known::find, logLines, streams);
    add("searchRunLogs", logs::search);
    LivyHandlers livy =
        new LivyHandlers(
            starts,
            ports.runs(),
            known,
            ports.requests(),
            logLines,
            kinds.jobs().check(),
            ports.clock(),
            ports.random(),
            ports.spark().places());
    add("createBatch", livy::create);
    add("listBatches", livy::list);
    add("getBatch", livy::get);
    add("getBatchState", livy::state);
    add("getBatchLog", livy::log);
    add("deleteBatch", livy::delete);
    add("getLogContext", logs::context);
    add("getFirstError", logs::firstError);
    add("downloadRunLogs", logs::download);
    add("followRunLogs", logs::follow);
  }

  private void schedules() {
    DefinitionHandlers<ScheduleSpec, ScheduleDefinition> schedules =
        new DefinitionHandlers<>(
            ports.vertx(),
            kinds.schedules(),
            views.schedules(),
            ports.store(),
            ScheduleAdvice.ofSchedules(views.calendars(), ports.clock()),
            schedule -> Optional.of(labels.ofJob(schedule.spec().job())));
    ScheduleHandlers schedule =
        new ScheduleHandlers(
            ports.vertx(),
            kinds.schedules(),
            views.schedules(),
            ports.store(),
            schedules,
            calendarByName,
            ports.states().schedules(),
            known,
            starts,
            documents,
            ports.clock());
    definitions("Schedule", schedules);
    add("previewSchedule", schedule::preview);
    add("previewUnsavedSchedule", schedule::previewUnsaved);
    add("listDecisions", schedule::decisions);
    add("pauseSchedule", schedule::pause);
    add("resumeSchedule", schedule::resume);
    add("fireSchedule", schedule::fire);
    DefinitionHandlers<CalendarSpec, CalendarDefinition> calendars =
        new DefinitionHandlers<>(
            ports.vertx(),
            kinds.calendars(),
            views.calendars(),
            ports.store(),
            ScheduleAdvice.ofCalendars(views.schedules()));
    definitions("Calendar", calendars);
    operations.put(
        "putCalendar", new CalendarHandlers(ports.vertx(), calendars, ports.clock())::put);
    backfills();
  }

  private void backfills() {
    BackfillHandlers backfills =
        new BackfillHandlers(
            ports.vertx(),
            kinds.backfills(),
            views.backfills(),
            ports.store(),
            ports.states().backfills(),
            views.schedules(),
            calendarByName,
            new SucceededFires(ports.vertx(), ports.runs(), ports.archive()),
            labels::ofJob,
            ports.clock());
    add("createBackfill", backfills::create);
    add("listBackfills", backfills::list);
    add("getBackfill", backfills::get);
    add("pauseBackfill", backfills::pause);
    add("resumeBackfill", backfills::resume);
    add("cancelBackfill", backfills::cancel);
    add("deleteBackfill", backfills::delete);
  }

  private void triggers() {
    DefinitionHandlers<TriggerSpec, TriggerDefinition> triggers =
        new DefinitionHandlers<>(
            ports.vertx(),
            kinds.triggers(),
            views.triggers(),
            ports.store(),
            Advice.none(),
            trigger -> Optional.of(labels.ofJob(trigger.spec().job())));
    TriggerHandlers trigger =
        new TriggerHandlers(
            kinds.triggers(),
            views.triggers(),
            ports.store(),
            triggers,
            ports.states().triggers(),
            ports.clock());
    TriggerProbe probe =
        new TriggerProbe(views.jobs(), kinds.language(), new ParameterSchemas(), ports.clock());
    TriggerTrials trials =
        new TriggerTrials(
            ports.vertx(),
            kinds.triggers(),
            views.triggers(),
            probe,
            ports.topics(),
            ports.clock());
    definitions("Trigger", triggers);
    add("getTriggerStatus", trigger::status);
    add("pauseTrigger", trigger::pause);
    add("resumeTrigger", trigger::resume);
    add("discardWaiting", trigger::discard);
    add("testTrigger", trials::saved);
    add("testUnsavedTrigger", trials::unsaved);
    definitions(
        "KafkaCluster",
        new DefinitionHandlers<>(
            ports.vertx(),
            kinds.clusters(),
            views.clusters(),
            ports.store(),
            ClusterHandlers.advice(views.triggers())));
    add(
        "checkKafkaCluster",
        new ClusterHandlers(ports.vertx(), ports.common(), views.clusters(), ports.accesses())
            ::check);
    deadLetters(probe);
  }

  private void deadLetters(TriggerProbe probe) {
    LetterReplay replay =
        new LetterReplay(
            ports.vertx(),
            views.triggers(),
            probe,
            ports.topics(),
            starts,
            match -> ports.journal().send(ports.matches().put(match)));
    LetterHandlers letters =
        new LetterHandlers(
            ports.vertx(),
            ports.letters(),
            ports.topics(),
            replay,
            ports.journal(),
            ports.clock(),
            labels::ofTrigger);
    add("listDeadLetters", letters::list);
    add("getDeadLetter", letters::get);
    add("replayDeadLetter", letters::replay);
    add("discardDeadLetter", letters::discard);
  }

  private void admission() {
    definitions(
        "Pool",
        new DefinitionHandlers<>(ports.vertx(), kinds.pools(), views.pools(), ports.store()));
    definitions(
        "Hold",
        new DefinitionHandlers<>(
            ports.vertx(),
            kinds.holds(),
            views.holds(),
            ports.store(),
            Advice.none(),
            hold -> Optional.of(labels.ofHold(hold.name()))));
  }

  private void events() {
    EventLog log = new EventLog(ports.journal());
    add("publishEvents", new EventHandlers(log)::publish);
    definitions(
        "Webhook",
        new DefinitionHandlers<>(ports.vertx(), kinds.webhooks(), views.webhooks(), ports.store()));
    add(
        "deliverWebhook",
        new WebhookHandlers(ports.vertx(), views.webhooks(), ports.secrets(), log, ports.clock())
            ::deliver);
  }

  private void artifacts() {
    add("listArtifacts", artifacts::list);
    add("uploadArtifact", artifacts::upload);
    add("getArtifact", artifacts::get);
    add("deleteArtifact", artifacts::delete);
    add("readArtifact", artifacts::content);
    add("collectArtifacts", artifacts::collect);
    add("fetchArtifact", artifacts::fetch);
  }

  /** In the order in which each finds what it names. */
  private void sets() {
    Function<String, Optional<Map<String, String>>> ofJob = job -> Optional.of(labels.ofJob(job));
    List<Applicable<?, ?>> all =
        List.of(
            platforms("pools", kinds.pools(), views.pools(), Advice.none()),
            platforms(
                "calendars",
                kinds.calendars(),
                views.calendars(),
                ScheduleAdvice.ofCalendars(views.schedules())),
            platforms(
                "kafkaClusters",
                kinds.clusters(),
                views.clusters(),
                ClusterHandlers.advice(views.triggers())),
            platforms("webhooks", kinds.webhooks(), views.webhooks(), Advice.none()),
            new Applicable<>(
                "jobs",
                kinds.jobs(),
                views.jobs(),
                ports.store(),
                JobDependants.advice(views.schedules(), views.triggers(), ports.runs()),
                job -> Optional.of(job.spec().labels()),
                (spec, jobs) -> Optional.of(spec.labels())),
            new Applicable<>(
                "schedules",
                kinds.schedules(),
                views.schedules(),
                ports.store(),
                Advice.none(),
                schedule -> ofJob.apply(schedule.spec().job()),
                (spec, jobs) -> inSet(spec.job(), jobs, ofJob)),
            new Applicable<>(
                "triggers",
                kinds.triggers(),
                views.triggers(),
                ports.store(),
                Advice.none(),
                trigger -> ofJob.apply(trigger.spec().job()),
                (spec, jobs) -> inSet(spec.job(), jobs, ofJob)));
    add("applyDefinitions", new SetHandlers(ports.vertx(), all)::apply);
  }

  private <S extends Record, D> Applicable<S, D> platforms(
      String field, DefinitionKind<S, D> kind, DefinitionView<D> view, Advice<S> advice) {
    return new Applicable<>(
        field,
        kind,
        view,
        ports.store(),
        advice,
        definition -> Optional.empty(),
        (spec, jobs) -> Optional.empty());
  }

  private static Optional<Map<String, String>> inSet(
      String job,
      Map<String, Map<String, String>> jobs,
      Function<String, Optional<Map<String, String>>> known) {
    return jobs.containsKey(job) ? Optional.of(jobs.get(job)) : known.apply(job);
  }

  private void definitions(String noun, DefinitionHandlers<?, ?> handlers) {
    add("list" + noun + "s", handlers::list);
    add("get" + noun, handlers::get);
    add("put" + noun, handlers::put);
    add("patch" + noun, handlers::patch);
    add("delete" + noun, handlers::delete);
  }

  private void add(String operationId, Operation operation) {
    operations.put(operationId, operation);
  }
}
