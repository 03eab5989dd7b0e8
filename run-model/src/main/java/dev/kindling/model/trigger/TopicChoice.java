package dev.kindling.model.trigger;

import java.util.List;
import java.util.Optional;

/**
 * The topics of its cluster that a trigger listens to, its pattern compiled. Immutable.
 *
 * @param names those that it names
 * @param pattern of others; empty for none
 */
public record TopicChoice(List<String> names, Optional<TopicPattern> pattern) {
  /** That of a spec that has passed its check. */
  public static TopicChoice of(TriggerSpec spec) {
    return new TopicChoice(
        spec.topic(),
        Optional.ofNullable(spec.topicPattern())
            .map(text -> new TopicPattern(text, spec.cluster() == null)));
  }

  /** Whether a topic is one of them. */
  public boolean has(String topic) {
    return names.contains(topic) || pattern.filter(one -> one.matches(topic)).isPresent();
  }
}
