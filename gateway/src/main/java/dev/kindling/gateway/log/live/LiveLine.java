package dev.kindling.gateway.log.live;

import dev.kindling.gateway.log.LogLine;
import java.time.Instant;

/**
 * A line as it stands in a file that is being written.
 *
 * @param at its own time, or that of the line before it
 */
record LiveLine(Instant at, LogLine line) {}
