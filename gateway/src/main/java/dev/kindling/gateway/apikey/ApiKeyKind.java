package dev.kindling.gateway.apikey;

import dev.kindling.gateway.definition.DefinitionKind;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.model.job.Names;
import java.util.List;

/** API keys as a kind of definitions, which nobody writes by hand. */
public final class ApiKeyKind {
  private ApiKeyKind() {}

  public static DefinitionKind<ApiKeySpec, ApiKeyDefinition> make() {
    return new DefinitionKind<>(
        "API key",
        "/api/v1/api-keys/",
        KindlingTopics.API_KEYS,
        ApiKeySpec.class,
        ApiKeyDefinition.class,
        ApiKeyDefinition::new,
        ApiKeyDefinition::name,
        ApiKeyDefinition::revision,
        ApiKeyDefinition::spec,
        Names::problem,
        spec -> List.of());
  }
}
