package dev.kindling.gateway.run;

import dev.kindling.gateway.http.PageKey;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunRequest;
import dev.kindling.model.run.RunState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The runs that this gateway knows, found by id and listed by state, job and time. Reads wait for
 * writes no longer than one of {@link AcceptedRuns} takes. A list that is read while runs change
 * shows each run as it was at some moment of the reading. Runs are accepted by any thread, and the
 * table is followed by one.
 */
public final class RunIndex {
  private final ConcurrentHashMap<String, Run> byId = new ConcurrentHashMap<>();
  private final NavigableSet<PageKey> all = new ConcurrentSkipListSet<>();
  private final Map<String, NavigableSet<PageKey>> byJob = new ConcurrentHashMap<>();
  private final Map<RunState, NavigableSet<PageKey>> byState = new EnumMap<>(RunState.class);
  private final AcceptedRuns accepted;
  private volatile Consumer<Run> listener = run -> {};

  public RunIndex(MeterRegistry meters) {
    this(meters, AcceptedRuns.MOST_BYTES);
  }

  RunIndex(MeterRegistry meters, int acceptedBytes) {
    this.accepted = new AcceptedRuns(acceptedBytes);
    for (RunState state : RunState.values()) {
      NavigableSet<PageKey> keys = new ConcurrentSkipListSet<>();
      byState.put(state, keys);
      Gauge.builder("kindling.gateway.runs", () -> size(state))
          .tag("state", state.name())
          .register(meters);
    }
  }

  private int size(RunState state) {
    return byState.get(state).size() + (state == RunState.REQUESTED ? accepted.size() : 0);
  }

  /** Takes the state of a run from the table; null if it is gone. */
  public void apply(String id, Run run) {
    replace(id, run);
    // Only now, so that it is always in one of the two.
    accepted.remove(id);
    if (run != null) {
      listener.accept(run);
    }
  }

  /** Who is told of every change after it can be seen; one only. */
  public void listen(Consumer<Run> told) {
    listener = told;
  }

  /** Those that changed at that time or later, in no order. */
  public List<Run> changedSince(Instant since) {
    return all()
        .filter(run -> run.updatedAt() != null && !run.updatedAt().isBefore(since))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /**
   * Shows a run that was just asked for, until the table has it. Only so many are shown; the oldest
   * of them goes first.
   *
   * @param text of the request, as it stands on Kafka; nobody may change it from now on
   * @return the run as it is shown: as it is in the table, or as it was accepted first
   */
  Run accept(RunRequest.Requested request, byte[] text) {
    Run known = byId.get(request.runId());
    if (known != null) {
      return known;
    }
    Optional<Run> first = accepted.add(request.runId(), text);
    known = byId.get(request.runId());
    if (known == null) {
      return first.orElseGet(() -> AcceptedRuns.run(request));
    }
    // The table was quicker meanwhile.
    accepted.remove(request.runId());
    return known;
  }

  public Optional<Run> get(String id) {
    Run known = byId.get(id);
    if (known != null) {
      return Optional.of(known);
    }
    // It may go over to the table between two looks.
    return accepted.get(id).or(() -> Optional.ofNullable(byId.get(id)));
  }

  /** Every one, in no order. */
  public Stream<Run> all() {
    Map<String, Run> waiting = accepted.all();
    return withWaiting(waiting, byId.values().stream());
  }

  /** Those that have not ended, in no order. */
  public Stream<Run> live() {
    Map<String, Run> waiting = accepted.all();
    return withWaiting(
            waiting,
            byState.entrySet().stream()
                .filter(state -> !state.getKey().isFinal())
                .flatMap(state -> state.getValue().stream())
                .map(key -> byId.get(key.id()))
                .filter(Objects::nonNull))
        .filter(run -> !run.state().isFinal());
  }

  /**
   * As they are now; one that changes meanwhile may come twice. Those that waited before the table
   * was looked at are not looked for there: one that goes over meanwhile may have missed its place
   * in the lists.
   */
  private Stream<Run> withWaiting(Map<String, Run> waiting, Stream<Run> known) {
    return Stream.concat(
        waiting.values().stream().map(run -> byId.getOrDefault(run.id(), run)),
        known.filter(run -> !waiting.containsKey(run.id())));
  }

  static PageKey key(Run run) {
    return new PageKey(run.requestedAt(), run.id());
  }

  int size() {
    return byId.size() + accepted.size();
  }

  /** The same, the newest first. */
  RunPage page(RunFilter filter, PageKey after, int limit) {
    return page(filter, RunOrder.NEWEST_FIRST, after, limit);
  }

  /** One page of the runs that match, those behind {@code after} if given. */
  RunPage page(RunFilter filter, RunOrder order, PageKey after, int limit) {
    // Before the table is read, so that what goes over to it meanwhile is seen at least once.
    Collection<Run> waiting = accepted.all().values();
    List<Run> runs = known(filter, order, after, limit);
    if (!waiting.isEmpty()) {
      Set<String> ids = runs.stream().map(Run::id).collect(Collectors.toSet());
      waiting.stream()
          .map(run -> byId.getOrDefault(run.id(), run))
          .filter(run -> after == null || order.compare(after, key(run)) < 0)
          .filter(run -> !ids.contains(run.id()) && filter.matches(run))
          .forEach(runs::add);
      runs.sort(Comparator.comparing(RunIndex::key, order));
    }
    return runs.size() > limit
        ? new RunPage(List.copyOf(runs.subList(0, limit)), key(runs.get(limit - 1)))
        : new RunPage(runs, null);
  }

  /** Of the table, in order; one more than the limit if there are as many. */
  private List<Run> known(RunFilter filter, RunOrder order, PageKey after, int limit) {
    NavigableSet<PageKey> keys = order.of(narrowest(filter));
    if (after != null) {
      keys = keys.tailSet(after, false);
    }
    List<Run> runs = new ArrayList<>();
    for (PageKey key : keys) {
      Run run = byId.get(key.id());
      if (run != null && filter.matches(run)) {
        runs.add(run);
        if (runs.size() > limit) {
          break;
        }
      }
    }
    return runs;
  }

  private NavigableSet<PageKey> narrowest(RunFilter filter) {
    if (filter.job() != null) {
      return byJob.getOrDefault(filter.job(), new ConcurrentSkipListSet<>());
    }
    return filter.states().size() == 1 ? byState.get(filter.states().iterator().next()) : all;
  }

  private void replace(String id, Run next) {
    // The new place is taken before the old one is left, so that no list misses a run in between.
    Run before = next == null ? byId.remove(id) : byId.put(id, next);
    if (next != null) {
      PageKey key = key(next);
      all.add(key);
      byState.get(next.state()).add(key);
      byJob.computeIfAbsent(next.job().name(), job -> new ConcurrentSkipListSet<>()).add(key);
    }
    if (before != null) {
      leave(before, next);
    }
  }

  private void leave(Run before, Run next) {
    PageKey key = key(before);
    boolean samePlace = next != null && key(next).equals(key);
    if (!samePlace || next.state() != before.state()) {
      byState.get(before.state()).remove(key);
    }
    if (!samePlace) {
      all.remove(key);
    }
    if (!samePlace || !next.job().name().equals(before.job().name())) {
      byJob.computeIfPresent(
          before.job().name(),
          (job, keys) -> {
            keys.remove(key);
            return keys.isEmpty() ? null : keys;
          });
    }
  }
}
