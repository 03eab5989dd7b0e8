package dev.kindling.scheduler.trigger;

import dev.kindling.kit.expression.Expressions;
import dev.kindling.model.trigger.TriggerDefinition;

/** Triggers for the tests of other packages. */
public final class TriggerSamples {
  private TriggerSamples() {}

  /** A trigger that is ready to be asked. */
  public static Trigger ready(TriggerDefinition definition, Expressions language) {
    return Trigger.of(definition, language);
  }
}
