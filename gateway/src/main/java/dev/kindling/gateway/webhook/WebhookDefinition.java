package dev.kindling.gateway.webhook;

import dev.kindling.gateway.definition.DefinitionKind;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.model.job.Names;
import java.time.Instant;

/**
 * A webhook as the {@code kindling.webhooks} table holds it, under its name.
 *
 * @param name unique
 * @param revision 1 for the first, one more with each change
 * @param spec what the person wrote
 * @param updatedAt when it last changed
 * @param updatedBy who changed it
 */
public record WebhookDefinition(
    String name, long revision, WebhookSpec spec, Instant updatedAt, String updatedBy) {

  /** Webhooks as a kind of definitions. */
  public static DefinitionKind<WebhookSpec, WebhookDefinition> kind() {
    return new DefinitionKind<>(
        "webhook",
        "/api/v1/webhooks/",
        KindlingTopics.WEBHOOKS,
        WebhookSpec.class,
        WebhookDefinition.class,
        WebhookDefinition::new,
        WebhookDefinition::name,
        WebhookDefinition::revision,
        WebhookDefinition::spec,
        Names::problem,
        WebhookSpec::problems);
  }
}
