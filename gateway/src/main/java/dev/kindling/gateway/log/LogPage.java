package dev.kindling.gateway.log;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Collections;
import java.util.List;

/**
 * One page of lines.
 *
 * @param lines in the order that was asked for
 * @param next where to go on; null only if there is no line at all
 * @param missing what could not be looked at, in words; null if nothing is missing
 * @param places of each line, to go on behind it
 */
public record LogPage(
    List<LogLine> lines, String next, List<String> missing, @JsonIgnore List<String> places) {
  /** A page of which only the end is a place to go on. */
  public LogPage(List<LogLine> lines, String next) {
    this(lines, next, null, Collections.nCopies(lines.size(), next));
  }
}
