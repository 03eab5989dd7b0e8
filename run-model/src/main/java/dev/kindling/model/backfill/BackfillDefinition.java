package dev.kindling.model.backfill;

import java.time.Instant;

/**
 * A backfill as the {@code kindling.backfills} table holds it, under its name.
 *
 * @param name unique
 * @param revision 1 for the first, one more with each pause, resume and cancel
 * @param spec what it is to do
 * @param updatedAt when it last changed
 * @param updatedBy who changed it, may be null
 */
public record BackfillDefinition(
    String name, long revision, BackfillSpec spec, Instant updatedAt, String updatedBy) {}
