package dev.kindling.model.schedule;

import java.time.Instant;

/**
 * A calendar as the {@code kindling.calendars} table holds it, under its name.
 *
 * @param name unique, matches {@link dev.kindling.model.job.Names#PATTERN}
 * @param revision 1 for the first, one more with each change
 * @param spec what the person wrote
 * @param updatedAt when it last changed
 * @param updatedBy who changed it, may be null
 */
public record CalendarDefinition(
    String name, long revision, CalendarSpec spec, Instant updatedAt, String updatedBy) {}
