package dev.kindling.bench.harness;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How one operation went.
 *
 * @param nanos from its begin to its end
 * @param parts of that, in nanoseconds, by name, in the order of the way; the same names for every
 *     operation of a contestant
 */
public record Passage(long nanos, Map<String, Long> parts) {
  public Passage {
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }
}
