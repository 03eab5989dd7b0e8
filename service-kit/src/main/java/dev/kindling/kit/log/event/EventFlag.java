package dev.kindling.kit.log.event;

import java.util.Locale;

/** What a reader of an event should know about its shape; the values of {@code log.flags}. */
public enum EventFlag {
  /** More than one line. */
  MULTILINE,
  /** Cut at a limit or inside a line; the rest follows as a continuation. */
  TRUNCATED,
  /** The rest of an event that was cut; {@code event.group} names the whole. */
  CONTINUATION,
  /** The line has no time of its own; {@code @timestamp} is the best that is known. */
  UNDATED,
  /** The search index refused the full document; this is its raw text. */
  DEAD_LETTER;

  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
