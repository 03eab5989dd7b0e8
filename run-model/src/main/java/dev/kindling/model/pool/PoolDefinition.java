package dev.kindling.model.pool;

import java.time.Instant;

/**
 * A pool as the {@code kindling.pools} table holds it, under its name.
 *
 * @param name unique
 * @param revision 1 for the first, one more with each change
 * @param spec what the person wrote
 * @param updatedAt when it last changed
 * @param updatedBy who changed it
 */
public record PoolDefinition(
    String name, long revision, PoolSpec spec, Instant updatedAt, String updatedBy) {}
