package dev.kindling.scheduler.trigger;

import dev.kindling.model.trigger.TopicPattern;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The topics that triggers want.
 *
 * @param names those that they name
 * @param patterns the regular expressions of others
 */
record TopicWish(Set<String> names, Set<String> patterns) {
  static final TopicWish NONE = new TopicWish(Set.of(), Set.of());

  TopicWish {
    names = Set.copyOf(names);
    patterns = Set.copyOf(patterns);
  }

  /**
   * Those that are wanted, of some that exist.
   *
   * @param atHome whether they are on the platform's cluster
   */
  Set<String> among(Set<String> existing, boolean atHome) {
    Set<String> wanted = new HashSet<>(names);
    wanted.retainAll(existing);
    List<TopicPattern> compiled =
        patterns.stream().map(text -> new TopicPattern(text, atHome)).toList();
    existing.stream()
        .filter(topic -> compiled.stream().anyMatch(pattern -> pattern.matches(topic)))
        .forEach(wanted::add);
    return wanted;
  }

  /** Whether nothing is wanted. */
  boolean isEmpty() {
    return names.isEmpty() && patterns.isEmpty();
  }

  /** Those that are named and do not exist. */
  Set<String> missing(Set<String> existing) {
    Set<String> missing = new TreeSet<>(names);
    missing.removeAll(existing);
    return missing;
  }
}
