package dev.kindling.gateway.run;

import dev.kindling.gateway.http.PageKey;
import dev.kindling.gateway.http.Query;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;

/** In which order a list of runs is; by when they were asked for, which never changes. */
enum RunOrder implements Comparator<PageKey> {
  NEWEST_FIRST,
  OLDEST_FIRST;

  private static final String OLDEST = "requestedAt";

  static RunOrder read(Query query) {
    return query.oneOf("sort", List.of(OLDEST, "-" + OLDEST)).filter(OLDEST::equals).isPresent()
        ? OLDEST_FIRST
        : NEWEST_FIRST;
  }

  @Override
  public int compare(PageKey one, PageKey other) {
    return this == NEWEST_FIRST ? one.compareTo(other) : other.compareTo(one);
  }

  NavigableSet<PageKey> of(NavigableSet<PageKey> newestFirst) {
    return this == NEWEST_FIRST ? newestFirst : newestFirst.descendingSet();
  }
}
