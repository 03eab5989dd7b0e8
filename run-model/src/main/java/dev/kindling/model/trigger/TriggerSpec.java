package dev.kindling.model.trigger;

import java.util.Map;

/**
 * What a person writes to have a job run for events of a Kafka topic. {@link TriggerSpecCheck} says
 * whether it is valid; a spec that came from Kafka has passed it.
 *
 * <p>Filter and parameters point into the event by an {@link EventPath}.
 *
 * @param description for people, may be null
 * @param job the name of the job; null only in an invalid spec
 * @param topic the Kafka topic that the events come from; null only in an invalid spec
 * @param filter path into the event → the text that the value there must equal; all of them must
 *     hold; never null, empty for every event
 * @param parameters parameter of the run → where its value comes from; never null
 * @param paused whether events pass without a run
 */
public record TriggerSpec(
    String description,
    String job,
    String topic,
    Map<String, String> filter,
    Map<String, ParameterSource> parameters,
    boolean paused) {
  public TriggerSpec {
    filter = filter == null ? Map.of() : Immutable.copy(filter);
    parameters = parameters == null ? Map.of() : Immutable.copy(parameters);
  }
}
