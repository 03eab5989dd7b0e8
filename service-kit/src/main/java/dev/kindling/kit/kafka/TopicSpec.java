package dev.kindling.kit.kafka;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a topic of Kindling must be like.
 *
 * @param name its name
 * @param kind a table or a journal
 * @param retention how long a journal keeps its records; null for a table
 */
public record TopicSpec(String name, Kind kind, Duration retention) {
  /** A topic is one or the other, never both. */
  public enum Kind {
    /** Compacted: the value is the entire state of one aggregate, null deletes it. */
    TABLE("compact"),
    /** Kept for a time, never compacted. */
    JOURNAL("delete");

    private final String cleanupPolicy;

    Kind(String cleanupPolicy) {
      this.cleanupPolicy = cleanupPolicy;
    }

    public String cleanupPolicy() {
      return cleanupPolicy;
    }
  }

  public static TopicSpec table(String name) {
    return new TopicSpec(name, Kind.TABLE, null);
  }

  public static TopicSpec journal(String name, Duration retention) {
    return new TopicSpec(name, Kind.JOURNAL, retention);
  }

  /** The settings that it is created with. */
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("cleanup.policy", kind.cleanupPolicy());
    if (retention != null) {
      settings.put("retention.ms", Long.toString(retention.toMillis()));
    }
    return settings;
  }
}
