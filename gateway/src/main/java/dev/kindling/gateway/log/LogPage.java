package dev.kindling.gateway.log;

import java.util.List;

/**
 * One page of lines.
 *
 * @param lines the oldest first
 * @param next where to go on; null only if there is no line at all
 */
public record LogPage(List<LogLine> lines, String next) {}
