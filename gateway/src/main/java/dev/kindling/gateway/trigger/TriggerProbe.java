package dev.kindling.gateway.trigger;

import dev.kindling.gateway.definition.DefinitionView;
import dev.kindling.kit.expression.ExpressionException;
import dev.kindling.kit.expression.Expressions;
import dev.kindling.kit.parameters.ParameterCheck;
import dev.kindling.kit.trigger.Event;
import dev.kindling.kit.trigger.EventReader;
import dev.kindling.kit.trigger.TriggerMachine;
import dev.kindling.kit.trigger.TriggerMapping;
import dev.kindling.kit.trigger.TriggerVerdict;
import dev.kindling.kit.trigger.UnreadableEvent;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.trigger.TriggerDefinition;
import dev.kindling.model.trigger.TriggerSpec;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Asks a trigger what it makes of a record, paused or not; by the code that the scheduler decides
 * by. Takes some milliseconds. Thread-safe.
 */
public final class TriggerProbe {
  private final DefinitionView<JobDefinition> jobs;
  private final Expressions language;
  private final ParameterCheck check;
  private final InstantSource clock;

  public TriggerProbe(
      DefinitionView<JobDefinition> jobs,
      Expressions language,
      ParameterCheck check,
      InstantSource clock) {
    this.jobs = jobs;
    this.language = language;
    this.check = check;
    this.clock = clock;
  }

  /**
   * One verdict for each event of the record.
   *
   * @param trigger that has passed its check
   * @throws UnreadableEvent if the record carries no event
   */
  public List<TriggerVerdict> ask(TriggerDefinition trigger, ConsumerRecord<String, byte[]> carrier)
      throws UnreadableEvent {
    TriggerSpec spec = trigger.spec();
    TriggerSpec awake =
        new TriggerSpec(
            spec.description(), spec.job(), spec.topic(), spec.filter(), spec.parameters(), false);
    TriggerDefinition asked =
        new TriggerDefinition(
            trigger.name(), trigger.revision(), awake, trigger.updatedAt(), trigger.updatedBy());
    TriggerMapping mapping;
    try {
      mapping = TriggerMapping.of(awake, language);
    } catch (ExpressionException e) {
      throw new IllegalStateException("a trigger is saved only with expressions that are right", e);
    }
    List<TriggerVerdict> verdicts = new ArrayList<>();
    for (Event event : EventReader.read(carrier)) {
      verdicts.add(
          TriggerMachine.decide(
              asked, mapping, event, carrier, jobs.get(spec.job()), check, clock.instant()));
    }
    return verdicts;
  }
}
