package dev.kindling.model.trigger;

import com.google.re2j.Pattern;

/**
 * Topics whose whole name matches a regular expression (RE2, whose time is linear). Neither Kafka's
 * own topics nor, on the platform's cluster, Kindling's ever match, those that carry events no more
 * than others: a run makes events, and a wide pattern would make runs of these. Immutable.
 */
public final class TopicPattern {
  private final Pattern pattern;
  private final boolean atHome;

  /**
   * @param text that has passed {@link TriggerSpecCheck}
   * @param atHome whether the topics are on the platform's cluster
   */
  public TopicPattern(String text, boolean atHome) {
    this.pattern = Pattern.compile(text);
    this.atHome = atHome;
  }

  /** Whether a topic is one of them. */
  public boolean matches(String topic) {
    return !TriggerSpecCheck.isKept(topic, atHome) && pattern.matches(topic);
  }
}
