package dev.kindling.gateway.apikey;

import dev.kindling.gateway.access.Role;
import dev.kindling.gateway.access.Scope;
import java.time.Instant;

/**
 * A key as the API shows it, the schema {@code ApiKey} of the contract.
 *
 * @param key its text, in the answer that made it; else null
 */
record ApiKeyDocument(
    String name,
    long revision,
    String key,
    String description,
    Role role,
    Scope scope,
    Instant expiresAt,
    Instant previousUntil,
    Instant lastUsedAt,
    Instant createdAt,
    String createdBy,
    Instant changedAt,
    String changedBy) {
  static ApiKeyDocument of(ApiKeyDefinition key, String text, Instant lastUsedAt) {
    ApiKeySpec spec = key.spec();
    return new ApiKeyDocument(
        key.name(),
        key.revision(),
        text,
        spec.description(),
        spec.role(),
        spec.scope(),
        spec.expiresAt(),
        spec.previousUntil(),
        lastUsedAt,
        spec.createdAt(),
        spec.createdBy(),
        key.updatedAt(),
        key.updatedBy());
  }
}
