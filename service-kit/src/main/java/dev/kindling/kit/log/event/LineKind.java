package dev.kindling.kit.log.event;

/** What one line looks like by itself, whatever stands around it. */
enum LineKind {
  STAMPED(true, EventKind.SPARK),
  JSON(true, EventKind.JSON),
  HEADER(true, EventKind.HEADER),
  UNCAUGHT(true, EventKind.UNCAUGHT),
  FATAL(true, EventKind.FATAL),
  /** A warning of the JVM, of SLF4J or of Spark's own logging set-up. */
  NOTICE(true, EventKind.OTHER),
  TRACE_HEAD(false, EventKind.TRACE),
  TRACE_PART(false, EventKind.TRACE),
  PYTHON_HEAD(false, EventKind.PYTHON),
  HASH(false, EventKind.OTHER),
  RULER(false, EventKind.OTHER),
  BLANK(false, EventKind.OTHER),
  INDENTED(false, EventKind.OTHER),
  PLAIN(false, EventKind.OTHER);

  private final boolean start;
  private final EventKind opens;

  LineKind(boolean start, EventKind opens) {
    this.start = start;
    this.opens = opens;
  }

  /** Whether the line begins an event wherever it stands. */
  boolean isStart() {
    return start;
  }

  /** The kind of event that the line opens if it does not continue one. */
  EventKind opens() {
    return opens;
  }
}
