package dev.kindling.gateway.apikey;

import dev.kindling.gateway.access.Role;
import dev.kindling.gateway.access.Scope;
import java.time.Instant;

/**
 * What the table keeps of an API key; never its secret.
 *
 * @param description for people, may be null
 * @param role what its owner may do
 * @param scope to what
 * @param expiresAt when it ends; null for never
 * @param hash of its secret
 * @param previousHash of the secret before; null without one
 * @param previousUntil until when that one works too; null without one
 * @param createdAt when the key was made
 * @param createdBy by whom
 */
public record ApiKeySpec(
    String description,
    Role role,
    Scope scope,
    Instant expiresAt,
    String hash,
    String previousHash,
    Instant previousUntil,
    Instant createdAt,
    String createdBy) {

  /** With a new secret; the one before works for a while. */
  ApiKeySpec rotated(String newHash, Instant until, Instant expires) {
    return new ApiKeySpec(
        description, role, scope, expires, newHash, hash, until, createdAt, createdBy);
  }
}
