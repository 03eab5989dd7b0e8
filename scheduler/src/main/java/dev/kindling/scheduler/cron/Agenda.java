package dev.kindling.scheduler.cron;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Which schedule is due next. Costs only what is due, however many schedules there are, and little
 * memory for each: an entry that was replaced stays in the queue until it comes to its head, or
 * there are as many of its kind as of those that count.
 */
final class Agenda {
  private static final Comparator<Entry> ORDER =
      Comparator.comparing(Entry::due).thenComparing(Entry::name);

  /** So few are not worth clearing away. */
  private static final int FEW = 100;

  private final Map<String, Entry> byName = new HashMap<>();
  private final Map<Instant, Integer> together = new HashMap<>();
  private PriorityQueue<Entry> queue = new PriorityQueue<>(ORDER);

  /** Puts a schedule in its place; without an instant it leaves. */
  void put(String name, Optional<Instant> due) {
    Entry before;
    if (due.isEmpty()) {
      before = byName.remove(name);
    } else {
      Entry entry = new Entry(due.get(), name);
      before = byName.put(name, entry);
      queue.add(entry);
      together.merge(entry.due(), 1, Integer::sum);
    }
    if (before != null) {
      together.computeIfPresent(before.due(), (at, count) -> count == 1 ? null : count - 1);
    }
    if (queue.size() > 2 * byName.size() + FEW) {
      List<Entry> counting = new ArrayList<>(byName.values());
      queue = new PriorityQueue<>(counting.size() + FEW, ORDER);
      queue.addAll(counting);
    }
  }

  /** The name of the schedule that is due first, if one is due by now. */
  Optional<String> first(Instant now) {
    return head().filter(entry -> !entry.due().isAfter(now)).map(Entry::name);
  }

  /** When the first one is due. */
  Optional<Instant> next() {
    return head().map(Entry::due);
  }

  /** How many are due at just this instant. */
  int dueAt(Instant instant) {
    return together.getOrDefault(instant, 0);
  }

  private Optional<Entry> head() {
    while (!queue.isEmpty() && !counts(queue.peek())) {
      queue.remove();
    }
    return Optional.ofNullable(queue.peek());
  }

  /** The same object: one that was put again is another, be it equal. */
  @SuppressWarnings("ReferenceEquality")
  private boolean counts(Entry entry) {
    return byName.get(entry.name()) == entry;
  }

  private record Entry(Instant due, String name) {}
}
