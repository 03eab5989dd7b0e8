package dev.kindling.gateway.run;

import dev.kindling.gateway.access.Scope;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunState;
import java.time.Instant;
import java.util.Set;

/**
 * Which runs a list shows.
 *
 * @param states any of these; empty for all
 * @param job of this job; null for all
 * @param from asked for at this time or later; null for all
 * @param to asked for before this time; null for all
 * @param scope of jobs with these labels
 */
record RunFilter(Set<RunState> states, String job, Instant from, Instant to, Scope scope) {
  /** Of everybody's jobs. */
  RunFilter(Set<RunState> states, String job, Instant from, Instant to) {
    this(states, job, from, to, Scope.EVERYTHING);
  }

  boolean matches(Run run) {
    return (states.isEmpty() || states.contains(run.state()))
        && (job == null || job.equals(run.job().name()))
        && (from == null || !run.requestedAt().isBefore(from))
        && (to == null || run.requestedAt().isBefore(to))
        && scope.covers(run.job().spec().labels());
  }
}
