package dev.kindling.model.schedule;

import java.time.Instant;

/**
 * That a schedule has stopped by itself. It goes on when somebody resumes or changes it.
 *
 * @param at when that was decided
 * @param reason why, a full sentence with the remedy
 */
public record ScheduleStop(Instant at, String reason) {}
