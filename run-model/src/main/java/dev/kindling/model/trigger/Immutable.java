package dev.kindling.model.trigger;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Copies a map in its order. Map.copyOf would refuse the null of an invalid spec. */
final class Immutable {
  private Immutable() {}

  static <V> Map<String, V> copy(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
