package dev.kindling.gateway.run;

import dev.kindling.gateway.http.PageKey;
import dev.kindling.model.run.Run;
import java.util.List;

/**
 * One page of runs.
 *
 * @param runs the newest first
 * @param next where the next page begins; null on the last one
 */
record RunPage(List<Run> runs, PageKey next) {}
