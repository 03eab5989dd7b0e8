package dev.kindling.scheduler.cron;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The definitions that a new owner meets while it reads the table: of each schedule the versions
 * since it last was deleted, in their order. They are looked at only when the table has been read
 * to its end; before that a deletion may still come, and what a deleted schedule once decided is
 * forgotten.
 */
final class Past {
  private final Map<String, List<Schedule>> versions = new HashMap<>();

  /** Adds a version; null where the schedule was deleted or cannot be used. */
  void add(String name, Schedule version) {
    if (version == null) {
      versions.remove(name);
    } else {
      versions.computeIfAbsent(name, key -> new ArrayList<>()).add(version);
    }
  }

  /** Each schedule that is left, with its versions, at least one. */
  void forEach(BiConsumer<String, List<Schedule>> action) {
    versions.forEach(action);
  }

  void clear() {
    versions.clear();
  }
}
