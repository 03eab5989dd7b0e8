package dev.kindling.gateway;

import dev.kindling.gateway.apikey.ApiKeyDefinition;
import dev.kindling.gateway.apikey.ApiKeyKind;
import dev.kindling.gateway.apikey.ApiKeySpec;
import dev.kindling.gateway.artifact.ArtifactSpec;
import dev.kindling.gateway.definition.DefinitionKind;
import dev.kindling.gateway.webhook.WebhookDefinition;
import dev.kindling.gateway.webhook.WebhookSpec;
import dev.kindling.kit.expression.Expressions;
import dev.kindling.kit.parameters.MetaSchema;
import dev.kindling.kit.trigger.TriggerMapping;
import dev.kindling.model.backfill.BackfillDefinition;
import dev.kindling.model.backfill.BackfillSpec;
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
import dev.kindling.model.trigger.TriggerDefinition;
import dev.kindling.model.trigger.TriggerSpec;
import io.vertx.core.Vertx;

/**
 * The kinds of definitions that the gateway keeps.
 *
 * @param language of the expressions of triggers
 */
record Kinds(
    Expressions language,
    DefinitionKind<JobSpec, JobDefinition> jobs,
    DefinitionKind<ScheduleSpec, ScheduleDefinition> schedules,
    DefinitionKind<CalendarSpec, CalendarDefinition> calendars,
    DefinitionKind<BackfillSpec, BackfillDefinition> backfills,
    DefinitionKind<TriggerSpec, TriggerDefinition> triggers,
    DefinitionKind<KafkaClusterSpec, KafkaClusterDefinition> clusters,
    DefinitionKind<PoolSpec, PoolDefinition> pools,
    DefinitionKind<HoldSpec, HoldDefinition> holds,
    DefinitionKind<ApiKeySpec, ApiKeyDefinition> apiKeys,
    DefinitionKind<WebhookSpec, WebhookDefinition> webhooks,
    DefinitionKind<ArtifactSpec, ArtifactSpec.Definition> artifacts) {

  static Kinds make(Vertx vertx) {
    Expressions language = new Expressions();
    return new Kinds(
        language,
        DefinitionKind.jobs(new JobCheck(new MetaSchema(vertx))),
        DefinitionKind.schedules(),
        DefinitionKind.calendars(),
        DefinitionKind.backfills(),
        DefinitionKind.triggers(spec -> TriggerMapping.problems(spec, language)),
        DefinitionKind.kafkaClusters(),
        DefinitionKind.pools(),
        DefinitionKind.holds(),
        ApiKeyKind.make(),
        WebhookDefinition.kind(),
        ArtifactSpec.kind());
  }
}
