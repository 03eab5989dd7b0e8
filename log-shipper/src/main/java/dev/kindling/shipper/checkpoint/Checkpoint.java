package dev.kindling.shipper.checkpoint;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far the shipper has come, for all streams.
 *
 * @param streams the entries by {@code LogSource.key()}
 */
public record Checkpoint(SortedMap<String, StreamEntry> streams) {
  public static final Checkpoint EMPTY = new Checkpoint(new TreeMap<>());

  public static Checkpoint of(Map<String, StreamEntry> streams) {
    return new Checkpoint(new TreeMap<>(streams));
  }
}
