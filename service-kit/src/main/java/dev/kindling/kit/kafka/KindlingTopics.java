package dev.kindling.kit.kafka;

import java.time.Duration;
import java.util.List;

/** The topics of the platform, as the design fixes them. */
public final class KindlingTopics {
  public static final TopicSpec JOBS = TopicSpec.table("kindling.jobs");
  public static final TopicSpec SCHEDULES = TopicSpec.table("kindling.schedules");
  public static final TopicSpec CALENDARS = TopicSpec.table("kindling.calendars");
  public static final TopicSpec BACKFILLS = TopicSpec.table("kindling.backfills");
  public static final TopicSpec BACKFILL_STATE = TopicSpec.table("kindling.backfill-state");
  public static final TopicSpec TRIGGERS = TopicSpec.table("kindling.triggers");
  public static final TopicSpec TRIGGER_MATCHES =
      TopicSpec.churningTable("kindling.trigger-matches");
  public static final TopicSpec TRIGGER_STATE = TopicSpec.churningTable("kindling.trigger-state");
  public static final TopicSpec TRIGGER_POSITIONS =
      TopicSpec.churningTable("kindling.trigger-positions");
  public static final TopicSpec KAFKA_CLUSTERS = TopicSpec.table("kindling.kafka-clusters");
  public static final TopicSpec POOLS = TopicSpec.table("kindling.pools");
  public static final TopicSpec HOLDS = TopicSpec.table("kindling.holds");
  public static final TopicSpec API_KEYS = TopicSpec.table("kindling.api-keys");
  public static final TopicSpec API_KEY_USES = TopicSpec.table("kindling.api-key-uses");
  public static final TopicSpec WEBHOOKS = TopicSpec.table("kindling.webhooks");
  public static final TopicSpec ARTIFACTS = TopicSpec.table("kindling.artifacts");
  public static final TopicSpec OWNERS = TopicSpec.table("kindling.owners");
  public static final TopicSpec WRITERS = TopicSpec.churningTable("kindling.writers");
  public static final TopicSpec SCHEDULE_STATE = TopicSpec.table("kindling.schedule-state");
  public static final TopicSpec RUNS = TopicSpec.table("kindling.runs");

  public static final TopicSpec RUN_REQUESTS =
      TopicSpec.journal("kindling.run-requests", Duration.ofDays(7));
  public static final TopicSpec RUN_EVENTS =
      TopicSpec.journal("kindling.run-events", Duration.ofDays(30));
  public static final TopicSpec DEAD_LETTERS =
      TopicSpec.journal("kindling.dead-letters", Duration.ofDays(30));
  public static final TopicSpec EVENTS = TopicSpec.journal("kindling.events", Duration.ofDays(7));
  public static final TopicSpec EVENT_FILES =
      TopicSpec.journal("kindling.event-files", Duration.ofDays(7));
  public static final TopicSpec AUDIT = TopicSpec.journal("kindling.audit", Duration.ofDays(90));

  public static final List<TopicSpec> ALL =
      List.of(
          JOBS,
          SCHEDULES,
          CALENDARS,
          BACKFILLS,
          BACKFILL_STATE,
          TRIGGERS,
          TRIGGER_MATCHES,
          TRIGGER_STATE,
          TRIGGER_POSITIONS,
          KAFKA_CLUSTERS,
          POOLS,
          HOLDS,
          API_KEYS,
          API_KEY_USES,
          WEBHOOKS,
          ARTIFACTS,
          OWNERS,
          WRITERS,
          SCHEDULE_STATE,
          RUNS,
          RUN_REQUESTS,
          RUN_EVENTS,
          EVENTS,
          EVENT_FILES,
          DEAD_LETTERS,
          AUDIT);

  /**
   * The consumer group that carries {@link #RUNS} into the archive: what it has committed is there,
   * and only that may leave the table.
   */
  public static final String RUN_ARCHIVE_GROUP = "kindling-run-archive";

  private KindlingTopics() {}
}
