package dev.kindling.scheduler.trigger;

import dev.kindling.kit.expression.Expressions;
import dev.kindling.kit.trigger.TriggerMapping;
import dev.kindling.model.trigger.TopicPattern;
import dev.kindling.model.trigger.TriggerDefinition;
import java.util.List;
import java.util.Optional;

/**
 * A trigger that is ready to be asked. Immutable.
 *
 * @param pattern of its topics; empty where it names them
 */
public record Trigger(
    TriggerDefinition definition, TriggerMapping mapping, Optional<TopicPattern> pattern) {

  /**
   * Makes it ready; takes some milliseconds.
   *
   * @throws RuntimeException if it has never passed its check
   */
  static Trigger of(TriggerDefinition definition, Expressions language) {
    return new Trigger(
        definition,
        TriggerMapping.of(definition.spec(), language),
        Optional.ofNullable(definition.spec().topicPattern())
            .map(text -> TopicPattern.of(definition.spec())));
  }

  /** Its name. */
  public String name() {
    return definition.name();
  }

  /** The topics that it names. */
  List<String> topics() {
    return definition.spec().topic();
  }

  /** The cluster that they are on; {@link TriggerBook#HOME} for the platform's own. */
  String cluster() {
    String cluster = definition.spec().cluster();
    return cluster == null ? TriggerBook.HOME : cluster;
  }

  /** Whether events of this topic are for it. */
  boolean listensTo(String cluster, String topic) {
    return cluster().equals(cluster)
        && (topics().contains(topic) || (pattern.isPresent() && pattern.get().matches(topic)));
  }
}
