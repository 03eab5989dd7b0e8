package dev.kindling.gateway;

import dev.kindling.gateway.apikey.ApiKeyDefinition;
import dev.kindling.gateway.apikey.KeyUses;
import dev.kindling.gateway.artifact.ArtifactHandlers;
import dev.kindling.gateway.artifact.ArtifactSpec;
import dev.kindling.gateway.artifact.ArtifactStore;
import dev.kindling.gateway.cluster.ClusterAccesses;
import dev.kindling.gateway.deadletter.LetterBook;
import dev.kindling.gateway.definition.DefinitionStore;
import dev.kindling.gateway.definition.DefinitionView;
import dev.kindling.gateway.definition.StateTable;
import dev.kindling.gateway.journal.Journal;
import dev.kindling.gateway.log.LogSearch;
import dev.kindling.gateway.run.ArchivedRuns;
import dev.kindling.gateway.run.RunIndex;
import dev.kindling.gateway.run.RunPlaces;
import dev.kindling.gateway.run.RunRequests;
import dev.kindling.gateway.spark.SparkMasters;
import dev.kindling.gateway.stream.OpenStreams;
import dev.kindling.gateway.topic.TopicReader;
import dev.kindling.gateway.webhook.WebhookDefinition;
import dev.kindling.kit.artifact.ArtifactLinks;
import dev.kindling.kit.secret.SecretStore;
import dev.kindling.kit.service.CommonConfig;
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
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What the operations of the gateway stand on: its views of the tables, and its ways out. Real in
 * {@link GatewayApp}, in memory in the tests of the API.
 *
 * @param kinds of definitions
 * @param views of the definitions
 * @param states what owners have written about definitions
 * @param letters the latest dead letters
 * @param runs that there are
 * @param streams that readers have open
 * @param archive runs that have left the table
 * @param logs of runs
 * @param store where definitions are written
 * @param journal where records for others are written
 * @param requests where runs are asked for
 * @param matches the topic of what waits for a trigger's shape
 * @param topics reads records of any topic
 * @param accesses the ways to other Kafka clusters
 * @param secrets of this machine
 * @param files that people upload
 * @param spark where the runs go
 * @param keyUses when keys were used
 * @param common settings
 * @param clock of answers
 * @param random must be one that nobody can foresee
 */
record Ports(
    Vertx vertx,
    Kinds kinds,
    Views views,
    States states,
    LetterBook letters,
    RunIndex runs,
    OpenStreams streams,
    ArchivedRuns archive,
    LogSearch logs,
    DefinitionStore store,
    Journal journal,
    RunRequests requests,
    MatchTopic matches,
    TopicReader topics,
    ClusterAccesses accesses,
    SecretStore secrets,
    Files files,
    Spark spark,
    KeyUses keyUses,
    CommonConfig common,
    InstantSource clock,
    RandomGenerator random) {

  /**
   * Files that people upload.
   *
   * @param links by which Spark fetches them; empty without a key
   */
  record Files(
      ArtifactStore store, Optional<ArtifactLinks> links, ArtifactHandlers.Limits limits) {}

  /**
   * The cluster that the runs go to.
   *
   * @param places where people see more of a run
   */
  record Spark(SparkMasters masters, RunPlaces places) {}

  /** One view of each table of definitions. */
  record Views(
      DefinitionView<JobDefinition> jobs,
      DefinitionView<ScheduleDefinition> schedules,
      DefinitionView<CalendarDefinition> calendars,
      DefinitionView<BackfillDefinition> backfills,
      DefinitionView<TriggerDefinition> triggers,
      DefinitionView<KafkaClusterDefinition> clusters,
      DefinitionView<PoolDefinition> pools,
      DefinitionView<HoldDefinition> holds,
      DefinitionView<ApiKeyDefinition> apiKeys,
      DefinitionView<WebhookDefinition> webhooks,
      DefinitionView<ArtifactSpec.Definition> artifacts) {}

  /** What owners have written about definitions. */
  record States(
      StateTable<ScheduleState> schedules,
      StateTable<BackfillState> backfills,
      StateTable<TriggerState> triggers) {}
}
