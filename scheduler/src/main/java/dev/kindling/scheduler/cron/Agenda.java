package dev.kindling.scheduler.cron;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Which schedule is due next. Costs only what is due, however many schedules there are. */
final class Agenda {
  private static final Comparator<Entry> ORDER =
      Comparator.comparing(Entry::due).thenComparing(Entry::name);

  private final TreeSet<Entry> entries = new TreeSet<>(ORDER);
  private final Map<String, Entry> byName = new HashMap<>();

  /** Puts a schedule in its place; without an instant it leaves. */
  void put(String name, Optional<Instant> due) {
    remove(name);
    due.ifPresent(
        instant -> {
          Entry entry = new Entry(instant, name);
          entries.add(entry);
          byName.put(name, entry);
        });
  }

  void remove(String name) {
    Entry entry = byName.remove(name);
    if (entry != null) {
      entries.remove(entry);
    }
  }

  /** The name of the schedule that is due first, if one is due by now. */
  Optional<String> first(Instant now) {
    return entries.isEmpty() || entries.first().due().isAfter(now)
        ? Optional.empty()
        : Optional.of(entries.first().name());
  }

  /** When the first one is due. */
  Optional<Instant> next() {
    return entries.isEmpty() ? Optional.empty() : Optional.of(entries.first().due());
  }

  private record Entry(Instant due, String name) {}
}
