package dev.kindling.model.hold;

import java.time.Instant;

/**
 * A hold as the {@code kindling.holds} table has it: while it is there, no run that it covers
 * begins an attempt; those under way go on. {@link HoldNames} says which runs a name covers.
 *
 * @param name what is held
 * @param revision 1 for the first, one more with each change
 * @param spec what the person wrote
 * @param updatedAt since when
 * @param updatedBy by whom
 */
public record HoldDefinition(
    String name, long revision, HoldSpec spec, Instant updatedAt, String updatedBy) {}
