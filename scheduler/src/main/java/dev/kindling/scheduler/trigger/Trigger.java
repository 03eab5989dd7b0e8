package dev.kindling.scheduler.trigger;

import dev.kindling.kit.expression.Expressions;
import dev.kindling.kit.trigger.TriggerMapping;
import dev.kindling.model.trigger.TopicChoice;
import dev.kindling.model.trigger.TriggerDefinition;

/** A trigger that is ready to be asked. Immutable. */
public record Trigger(TriggerDefinition definition, TriggerMapping mapping, TopicChoice topics) {

  /**
   * Makes it ready; takes some milliseconds.
   *
   * @throws RuntimeException if it has never passed its check
   */
  static Trigger of(TriggerDefinition definition, Expressions language) {
    return new Trigger(
        definition,
        TriggerMapping.of(definition.spec(), language),
        TopicChoice.of(definition.spec()));
  }

  /** Its name. */
  public String name() {
    return definition.name();
  }

  /** The cluster of its topics; {@link TriggerBook#HOME} for the platform's own. */
  String cluster() {
    String cluster = definition.spec().cluster();
    return cluster == null ? TriggerBook.HOME : cluster;
  }

  /** Whether events of this topic are for it. */
  boolean listensTo(String cluster, String topic) {
    return cluster().equals(cluster) && topics.has(topic);
  }
}
