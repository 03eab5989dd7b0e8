package dev.kindling.model.schedule;

import java.time.Instant;

/**
 * A schedule as the {@code kindling.schedules} table holds it, under its name.
 *
 * @param name unique, matches {@link dev.kindling.model.job.Names#PATTERN}
 * @param revision 1 for the first, one more with each change
 * @param spec what the person wrote
 * @param updatedAt when it last changed; its instants count from here on
 * @param updatedBy who changed it, may be null
 */
public record ScheduleDefinition(
    String name, long revision, ScheduleSpec spec, Instant updatedAt, String updatedBy) {}
