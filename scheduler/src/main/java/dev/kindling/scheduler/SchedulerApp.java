package dev.kindling.scheduler;

import dev.kindling.kit.config.SettingsException;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.kafka.TableView;
import dev.kindling.kit.kafka.TopicGate;
import dev.kindling.kit.parameters.ParameterCheck;
import dev.kindling.kit.parameters.ParameterSchemas;
import dev.kindling.kit.service.CommonConfig;
import dev.kindling.kit.service.RunningService;
import dev.kindling.kit.service.ServiceFrame;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.schedule.CalendarDefinition;
import dev.kindling.scheduler.backfill.BackfillOwner;
import dev.kindling.scheduler.cron.CronOwner;
import dev.kindling.scheduler.request.DefinitionBook;
import dev.kindling.scheduler.request.RunEnds;
import dev.kindling.scheduler.shape.MatchOwner;
import dev.kindling.scheduler.trigger.TriggerOwner;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Puts the scheduler together. It listens nowhere but for health and metrics: what it decides comes
 * from Kafka and goes to Kafka.
 */
public final class SchedulerApp {
  private static final Duration KAFKA_DEADLINE = Duration.ofSeconds(30);

  /** Nobody waits for the end of a run here. */
  private static final Duration RUNS_REST = Duration.ofMillis(500);

  private SchedulerApp() {}

  /**
   * Starts it.
   *
   * @param environment its settings; none are read from elsewhere
   * @return the service once jobs and triggers are known; fails with a {@link SettingsException} if
   *     settings are wrong
   */
  public static Future<RunningService> start(Vertx vertx, Map<String, String> environment) {
    SchedulerConfig settings;
    try {
      settings = SchedulerConfig.from(environment);
    } catch (SettingsException e) {
      return Future.failedFuture(e);
    }
    CommonConfig config = settings.common();
    ServiceFrame frame = ServiceFrame.open("scheduler", vertx, config);
    TopicGate gate = new TopicGate(config, KAFKA_DEADLINE);
    AtomicReference<Map<String, Integer>> partitions = new AtomicReference<>();
    frame.add(
        "topics",
        () -> vertx.executeBlocking(() -> gate.pass(KindlingTopics.ALL)).onSuccess(partitions::set),
        Future::succeededFuture);

    DefinitionBook<JobDefinition> jobs = new DefinitionBook<>("job", JobDefinition.class);
    DefinitionBook<CalendarDefinition> calendars =
        new DefinitionBook<>("calendar", CalendarDefinition.class);
    RunEnds ends = new RunEnds();
    follow(frame, vertx, "jobs", new TableView(config, KindlingTopics.JOBS, jobs::apply));
    follow(
        frame,
        vertx,
        "calendars",
        new TableView(config, KindlingTopics.CALENDARS, calendars::apply));
    follow(
        frame, vertx, "runs", new TableView(config, KindlingTopics.RUNS, RUNS_REST, ends::apply));

    ParameterCheck check = new ParameterSchemas();
    CronOwner schedules =
        new CronOwner(config, jobs, check, calendars, ends, InstantSource.system(), frame.meters());
    frame.closing("timer of schedules", schedules);
    frame.owner("schedules", schedules.loop());
    frame.owner(
        "backfills",
        BackfillOwner.of(config, jobs, check, ends, InstantSource.system(), frame.meters()));

    TriggerOwner triggers =
        new TriggerOwner(
            vertx,
            config,
            jobs,
            check,
            partitions::get,
            settings.secrets(),
            InstantSource.system(),
            frame.meters());
    frame.add("triggers", triggers::start, () -> closed(vertx, triggers));
    frame.health().ready("triggers", triggers::health);
    frame.health().live("triggers", triggers::liveness);

    frame.owner(
        "shapes",
        MatchOwner.of(
            config, triggers.book(), jobs, check, InstantSource.system(), frame.meters()));
    return frame.start(() -> 0);
  }

  private static void follow(ServiceFrame frame, Vertx vertx, String name, TableView view) {
    frame.add(name, view::start, () -> closed(vertx, view));
    frame.health().ready(name, view::health);
    frame.health().live(name, view::liveness);
  }

  /** Closing blocks, so it is done off the event loop. */
  private static Future<Void> closed(Vertx vertx, AutoCloseable part) {
    return vertx.executeBlocking(
        () -> {
          part.close();
          return null;
        },
        false);
  }
}
