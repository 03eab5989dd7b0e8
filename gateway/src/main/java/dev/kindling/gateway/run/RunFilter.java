package dev.kindling.gateway.run;

import dev.kindling.gateway.access.Scope;
import dev.kindling.gateway.http.Labels;
import dev.kindling.gateway.http.Query;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunState;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which runs a list shows.
 *
 * @param states any of these; empty for all
 * @param job of this job; null for all
 * @param from asked for at this time or later; null for all
 * @param to asked for before this time; null for all
 * @param scope of jobs with these labels
 * @param labels of jobs with these, too
 * @param origin started by the schedule, trigger or backfill of this name; null for all
 * @param text that stands in the run's id, reason, parameters or origin; null for all
 */
record RunFilter(
    Set<RunState> states,
    String job,
    Instant from,
    Instant to,
    Scope scope,
    Map<String, String> labels,
    String origin,
    String text) {
  private static final int LONGEST = 200;

  /** Of everybody's jobs. */
  RunFilter(Set<RunState> states, String job, Instant from, Instant to) {
    this(states, job, from, to, Scope.EVERYTHING, Map.of(), null, null);
  }

  /**
   * Reads one of a query.
   *
   * @param possible states that may be asked for
   */
  static RunFilter read(Query query, Scope scope, Set<RunState> possible) {
    List<String> words = possible.stream().sorted().map(RunState::name).toList();
    return new RunFilter(
        query.someOf("state", words).stream().map(RunState::valueOf).collect(Collectors.toSet()),
        query.text("job", LONGEST).orElse(null),
        query.instant("from").orElse(null),
        query.instant("to").orElse(null),
        scope,
        query
            .parsed("label", "must be name=value, with commas between.", Labels::parse)
            .orElse(Map.of()),
        query.text("origin", LONGEST).orElse(null),
        query.text("text", LONGEST).map(text -> text.toLowerCase(Locale.ROOT)).orElse(null));
  }

  /** Whether runs have to be written out to be found. */
  boolean isSlow() {
    return text != null;
  }

  /** The same in other states. */
  RunFilter in(Set<RunState> others) {
    return new RunFilter(others, job, from, to, scope, labels, origin, text);
  }

  boolean matches(Run run) {
    Map<String, String> has = run.job().spec().labels();
    return (states.isEmpty() || states.contains(run.state()))
        && (job == null || job.equals(run.job().name()))
        && (from == null || !run.requestedAt().isBefore(from))
        && (to == null || run.requestedAt().isBefore(to))
        && scope.covers(has)
        && has.entrySet().containsAll(labels.entrySet())
        && (origin == null || origin.equals(run.origin().name()))
        && (text == null || says(run));
  }

  private boolean says(Run run) {
    return (run.id() + " " + run.reason() + " " + run.parameters() + " " + run.origin())
        .toLowerCase(Locale.ROOT)
        .contains(text);
  }
}
