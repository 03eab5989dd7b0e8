package dev.kindling.gateway.apikey;

import java.time.Instant;

/**
 * An API key as the {@code kindling.api-keys} table holds it, under its name.
 *
 * @param name unique
 * @param revision 1 for the first, one more with each change
 * @param spec what is kept of it
 * @param updatedAt when it last changed
 * @param updatedBy who changed it
 */
public record ApiKeyDefinition(
    String name, long revision, ApiKeySpec spec, Instant updatedAt, String updatedBy) {}
