package dev.kindling.model.pool;

/**
 * What a person writes to define a pool: jobs that name it share its slots.
 *
 * @param description for people, may be null
 * @param slots how many runs of all its jobs may be under way at once; null only in an invalid spec
 */
public record PoolSpec(String description, Integer slots) {}
