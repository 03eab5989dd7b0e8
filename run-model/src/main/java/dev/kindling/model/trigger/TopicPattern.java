package dev.kindling.model.trigger;

import com.google.re2j.Pattern;

/**
 * Topics whose whole name matches a regular expression (RE2, whose time is linear). Neither
 * Kindling's own topics nor Kafka's ever match, but for those of Kindling's that carry events.
 * Immutable.
 */
public final class TopicPattern {
  private final Pattern pattern;

  /**
   * @param text that has passed {@link TriggerSpecCheck}
   */
  public TopicPattern(String text) {
    this.pattern = Pattern.compile(text);
  }

  /** Whether a topic is one of them. */
  public boolean matches(String topic) {
    return TriggerSpecCheck.isOpen(topic) && pattern.matches(topic);
  }
}
