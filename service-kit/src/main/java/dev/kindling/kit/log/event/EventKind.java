package dev.kindling.kit.log.event;

/** What an event is, told by the line that opened it. It decides which lines may follow. */
public enum EventKind {
  /** No event: nothing is open, or the last one ended by itself. */
  NONE,
  /** A command line that the worker wrote: {@code Launch Command: …}. */
  HEADER,
  /** A line in Spark's plain pattern, with everything up to the next start line. */
  SPARK,
  /** One line of structured logging, {@code {"ts":…}} or ECS. Always complete. */
  JSON,
  /** {@code Exception in thread "main" …}: nobody caught it. */
  UNCAUGHT,
  /** A stack trace that no log line announced. */
  TRACE,
  /** {@code Traceback (most recent call last):}. */
  PYTHON,
  /** The JVM's own crash report. */
  FATAL,
  /** Any other line. Always complete. */
  OTHER;

  /** Whether one whole line is a whole event, so that it need not wait for the next line. */
  boolean completeByItself() {
    return this == OTHER || this == JSON;
  }
}
