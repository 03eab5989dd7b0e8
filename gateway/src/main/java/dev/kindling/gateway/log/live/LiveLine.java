package dev.kindling.gateway.log.live;

import dev.kindling.gateway.log.LogLine;
import java.time.Instant;

/**
 * A line as it stands in a file that is being written.
 *
 * @param at its own time, or that of the line before it
 * @param place its offset in the file as near as we know it; the line has it if it is exact
 */
record LiveLine(Instant at, long place, LogLine line) {}
