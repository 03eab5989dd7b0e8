package dev.kindling.scheduler.shape;

import dev.kindling.model.trigger.TriggerMatch;

/**
 * An event that has been taken off the table, to be decided.
 *
 * @param offset where it stands there: what is further on came later, whatever its time says
 * @param bytes how long its record is
 */
record Taken(TriggerMatch match, long offset, int bytes) {}
