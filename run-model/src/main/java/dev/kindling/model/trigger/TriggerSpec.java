package dev.kindling.model.trigger;

import java.util.Map;

/**
 * What a person writes to have a job run for events of a Kafka topic. {@link TriggerSpecCheck} says
 * whether it is valid; a spec that came from Kafka has passed it.
 *
 * <p>Filter and parameters are expressions in CEL over the event: {@code event} (the attributes of
 * a CloudEvent), {@code data}, and {@code topic}, {@code partition}, {@code offset}, {@code key},
 * {@code headers}, {@code time} of the record. Whether they are right is checked where they are
 * compiled.
 *
 * @param description for people, may be null
 * @param job the name of the job; null only in an invalid spec
 * @param topic the Kafka topic that the events come from; null only in an invalid spec
 * @param filter what must be true of an event; null for every event
 * @param parameters parameter of the run → its value; never null
 * @param paused whether events pass without a run
 */
public record TriggerSpec(
    String description,
    String job,
    String topic,
    String filter,
    Map<String, String> parameters,
    boolean paused) {
  public TriggerSpec {
    parameters = parameters == null ? Map.of() : Immutable.copy(parameters);
  }
}
