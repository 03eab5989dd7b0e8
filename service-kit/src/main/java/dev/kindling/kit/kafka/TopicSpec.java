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
 * @param churns whether the records of a table are soon deleted again, so that it is worth to
 *     compact it often: each new owner reads what is not compacted yet
 */
public record TopicSpec(String name, Kind kind, Duration retention, boolean churns) {
  private static final String SEGMENT_BYTES = Integer.toString(32 * 1024 * 1024);
  private static final String SEGMENT_MILLIS = Long.toString(Duration.ofHours(1).toMillis());

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
    return new TopicSpec(name, Kind.TABLE, null, false);
  }

  /** A table whose records are soon deleted again. */
  public static TopicSpec churningTable(String name) {
    return new TopicSpec(name, Kind.TABLE, null, true);
  }

  public static TopicSpec journal(String name, Duration retention) {
    return new TopicSpec(name, Kind.JOURNAL, retention, false);
  }

  /** The settings that it is created with. */
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("cleanup.policy", kind.cleanupPolicy());
    if (retention != null) {
      settings.put("retention.ms", Long.toString(retention.toMillis()));
    }
    if (churns) {
      settings.put("segment.bytes", SEGMENT_BYTES);
      settings.put("segment.ms", SEGMENT_MILLIS);
      settings.put("min.cleanable.dirty.ratio", "0.1");
      settings.put("delete.retention.ms", SEGMENT_MILLIS);
    }
    return settings;
  }
}
