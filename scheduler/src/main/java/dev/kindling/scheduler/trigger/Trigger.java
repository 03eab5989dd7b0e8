package dev.kindling.scheduler.trigger;

import dev.kindling.kit.trigger.TriggerMapping;
import dev.kindling.model.trigger.TriggerDefinition;

/** A trigger that is ready to be asked. Immutable. */
record Trigger(TriggerDefinition definition, TriggerMapping mapping) {
  String name() {
    return definition.name();
  }

  String topic() {
    return definition.spec().topic();
  }
}
