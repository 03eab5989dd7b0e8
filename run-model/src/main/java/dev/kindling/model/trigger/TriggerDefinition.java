package dev.kindling.model.trigger;

import java.time.Instant;

/**
 * A trigger as the {@code kindling.triggers} table holds it, under its name.
 *
 * @param name unique, matches {@link dev.kindling.model.job.Names#PATTERN}
 * @param revision 1 for the first, one more with each change
 * @param spec what the person wrote
 * @param updatedAt when it last changed
 * @param updatedBy who changed it, may be null
 */
public record TriggerDefinition(
    String name, long revision, TriggerSpec spec, Instant updatedAt, String updatedBy) {}
