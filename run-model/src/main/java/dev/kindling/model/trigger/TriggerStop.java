package dev.kindling.model.trigger;

import java.time.Instant;

/**
 * That a trigger has stopped by itself. It goes on when somebody resumes or changes it.
 *
 * @param at when that was decided
 * @param reason why, a full sentence with the remedy
 */
public record TriggerStop(Instant at, String reason) {}
