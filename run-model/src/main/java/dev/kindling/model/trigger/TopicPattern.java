package dev.kindling.model.trigger;

import com.google.re2j.Pattern;

/**
 * Topics whose whole name matches a regular expression (RE2, whose time is linear). Neither Kafka's
 * own topics nor, on the platform's cluster, Kindling's ever match, but for those of Kindling's
 * that carry events. Immutable.
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

  /** That of a trigger that has one and has passed its check. */
  public static TopicPattern of(TriggerSpec spec) {
    return new TopicPattern(spec.topicPattern(), spec.cluster() == null);
  }

  /** Whether a topic is one of them. */
  public boolean matches(String topic) {
    boolean open = !topic.startsWith("__") && !(atHome && topic.startsWith("kindling."));
    return open && pattern.matches(topic);
  }
}
