package dev.kindling.gateway.run;

import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunState;
import java.util.Set;

/**
 * Which runs a list shows.
 *
 * @param states any of these; empty for all
 * @param job of this job; null for all
 */
record RunFilter(Set<RunState> states, String job) {
  boolean matches(Run run) {
    return (states.isEmpty() || states.contains(run.state()))
        && (job == null || job.equals(run.job().name()));
  }
}
