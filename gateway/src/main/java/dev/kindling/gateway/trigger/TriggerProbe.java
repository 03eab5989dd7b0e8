package dev.kindling.gateway.trigger;

import dev.kindling.gateway.definition.DefinitionView;
import dev.kindling.kit.expression.Expressions;
import dev.kindling.kit.parameters.ParameterCheck;
import dev.kindling.kit.trigger.Event;
import dev.kindling.kit.trigger.EventGroup;
import dev.kindling.kit.trigger.EventReader;
import dev.kindling.kit.trigger.Matches;
import dev.kindling.kit.trigger.TriggerMachine;
import dev.kindling.kit.trigger.TriggerMapping;
import dev.kindling.kit.trigger.TriggerVerdict;
import dev.kindling.kit.trigger.UnreadableEvent;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.trigger.TriggerDefinition;
import dev.kindling.model.trigger.TriggerMatch;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Asks a trigger what it makes of a record, paused or not; by the code that the scheduler decides
 * by. Thread-safe.
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
   * Makes a trigger ready to be asked, paused or not. Takes some milliseconds.
   *
   * @param trigger that has passed its check
   */
  public Asked of(TriggerDefinition trigger) {
    TriggerDefinition awake =
        new TriggerDefinition(
            trigger.name(),
            trigger.revision(),
            trigger.spec().paused(false, null),
            trigger.updatedAt(),
            trigger.updatedBy());
    return new Asked(awake, TriggerMapping.of(awake.spec(), language));
  }

  /** A trigger that is ready to be asked. Immutable. */
  public final class Asked {
    private final TriggerDefinition trigger;
    private final TriggerMapping mapping;

    private Asked(TriggerDefinition trigger, TriggerMapping mapping) {
      this.trigger = trigger;
      this.mapping = mapping;
    }

    /** The name of the trigger. */
    public String name() {
      return trigger.name();
    }

    /** Whether it waits for events of several kinds. */
    boolean joins() {
      return trigger.spec().shape().join() != null;
    }

    /**
     * One verdict for each event of the record.
     *
     * @param letter the id of the dead letter that it has been; null for none
     * @param events which events of a batch these are, counted from 1, where the record carries no
     *     more of it; empty where it carries all there were
     * @throws UnreadableEvent if the record carries no event
     */
    public List<TriggerVerdict> ask(
        ConsumerRecord<String, byte[]> carrier, String letter, List<Integer> events)
        throws UnreadableEvent {
      List<Event> carried = EventReader.read(carrier);
      List<TriggerVerdict> verdicts = new ArrayList<>();
      for (int i = 0; i < carried.size(); i++) {
        int index = carried.size() > 1 ? i + 1 : events.isEmpty() ? 0 : events.get(0);
        verdicts.add(
            TriggerMachine.decide(
                trigger,
                mapping,
                carried.get(i),
                new TriggerMachine.Arrival(carrier, index, letter),
                jobs.get(trigger.spec().job()),
                check,
                clock.instant()));
      }
      return verdicts;
    }

    /**
     * What would become of an event that waits for a shape if nothing else came: the run of that
     * event alone, or why there would be none.
     */
    TriggerVerdict alone(TriggerMatch match) {
      return TriggerMachine.decide(
          trigger,
          mapping,
          EventGroup.of(match),
          jobs.get(trigger.spec().job()),
          check,
          clock.instant());
    }

    /** What the shape would know an event by; a key that it has no value for says why. */
    Map<String, String> keys(TriggerMatch match) {
      return mapping.shape().told(Matches.scope(match));
    }
  }
}
