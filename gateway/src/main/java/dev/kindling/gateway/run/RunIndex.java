package dev.kindling.gateway.run;

import dev.kindling.gateway.http.PageKey;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The runs that this gateway knows, found by id and listed by state, job and time. Reads never wait
 * for writes. A list that is read while runs change shows each run as it was at some moment of the
 * reading.
 */
public final class RunIndex {
  private final ConcurrentHashMap<String, Run> byId = new ConcurrentHashMap<>();
  private final NavigableSet<PageKey> all = new ConcurrentSkipListSet<>();
  private final Map<String, NavigableSet<PageKey>> byJob = new ConcurrentHashMap<>();
  private final Map<RunState, NavigableSet<PageKey>> byState = new EnumMap<>(RunState.class);
  private final AcceptedRuns accepted;
  private volatile Consumer<Run> listener = run -> {};

  public RunIndex(MeterRegistry meters) {
    this(meters, AcceptedRuns.LIMIT);
  }

  RunIndex(MeterRegistry meters, int acceptedLimit) {
    this.accepted = new AcceptedRuns(acceptedLimit);
    for (RunState state : RunState.values()) {
      NavigableSet<PageKey> keys = new ConcurrentSkipListSet<>();
      byState.put(state, keys);
      Gauge.builder("kindling.gateway.runs", keys, NavigableSet::size)
          .tag("state", state.name())
          .register(meters);
    }
  }

  /** Takes the state of a run from the table; null if it is gone. */
  public void apply(String id, Run run) {
    synchronized (this) {
      accepted.seen(id);
      replace(id, run);
    }
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
    return byId.values().stream()
        .filter(run -> run.updatedAt() != null && !run.updatedAt().isBefore(since))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /**
   * Shows a run that was just asked for, until the table has it. Only so many are shown; the oldest
   * of them goes first.
   */
  public synchronized void accept(Run requested) {
    if (byId.containsKey(requested.id())) {
      return;
    }
    replace(requested.id(), requested);
    accepted.add(requested.id()).ifPresent(evicted -> replace(evicted, null));
  }

  public Optional<Run> get(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Every one, the newest first. */
  public Stream<Run> all() {
    return all.stream().map(key -> byId.get(key.id())).filter(Objects::nonNull);
  }

  /** Those that have not ended. */
  public Stream<Run> live() {
    return byState.entrySet().stream()
        .filter(state -> !state.getKey().isFinal())
        .flatMap(state -> state.getValue().stream())
        .map(key -> byId.get(key.id()))
        .filter(Objects::nonNull);
  }

  static PageKey key(Run run) {
    return new PageKey(run.requestedAt(), run.id());
  }

  int size() {
    return byId.size();
  }

  /** The same, the newest first. */
  RunPage page(RunFilter filter, PageKey after, int limit) {
    return page(filter, RunOrder.NEWEST_FIRST, after, limit);
  }

  /** One page of the runs that match, those behind {@code after} if given. */
  RunPage page(RunFilter filter, RunOrder order, PageKey after, int limit) {
    NavigableSet<PageKey> keys = order.of(narrowest(filter));
    if (after != null) {
      keys = keys.tailSet(after, false);
    }
    List<Run> runs = new ArrayList<>();
    for (PageKey key : keys) {
      Run run = byId.get(key.id());
      if (run == null || !filter.matches(run)) {
        continue;
      }
      if (runs.size() == limit) {
        return new RunPage(runs, key(runs.get(limit - 1)));
      }
      runs.add(run);
    }
    return new RunPage(runs, null);
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
