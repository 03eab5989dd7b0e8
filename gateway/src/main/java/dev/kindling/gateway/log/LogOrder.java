package dev.kindling.gateway.log;

/** How lines follow each other. */
public enum LogOrder {
  OLDEST_FIRST("@timestamp", "asc"),
  NEWEST_FIRST("@timestamp", "desc"),
  /** As they stand in their file; of one file only. */
  DOWN_THE_FILE("log.offset", "asc"),
  UP_THE_FILE("log.offset", "desc"),
  /** As they were shipped: what comes last is what is new. */
  ARRIVAL("event.created", "asc");

  private final String field;
  private final String direction;

  LogOrder(String field, String direction) {
    this.field = field;
    this.direction = direction;
  }

  String field() {
    return field;
  }

  String direction() {
    return direction;
  }
}
