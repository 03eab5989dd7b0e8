package dev.kindling.model.trigger;

import dev.kindling.model.json.OneOrMany;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a person writes to have a job run for events of Kafka topics. {@link TriggerSpecCheck} says
 * whether it is valid; a spec that came from Kafka has passed it.
 *
 * <p>Filter and parameters are expressions in CEL over the event: {@code event} (the attributes of
 * a CloudEvent), {@code data}, and {@code topic}, {@code partition}, {@code offset}, {@code key},
 * {@code headers}, {@code time} of the record. Whether they are right is checked where they are
 * compiled.
 *
 * @param description for people, may be null
 * @param job the name of the job; null only in an invalid spec
 * @param cluster the name of the Kafka cluster that the topics are on; null for the platform's own
 * @param topic the Kafka topics that the events come from; never null
 * @param topicPattern topics whose whole name matches this regular expression (RE2), too; null for
 *     none
 * @param filter what must be true of an event; null for every event
 * @param parameters parameter of the run → its value; never null
 * @param shape how events become runs where it is not one for each; never null
 * @param paused whether events pass without a run
 * @param note why it is paused, for people; may be null
 * @param discardedUntil events that wait and came before this are discarded; null for none
 */
public record TriggerSpec(
    String description,
    String job,
    String cluster,
    @OneOrMany List<String> topic,
    String topicPattern,
    String filter,
    Map<String, String> parameters,
    TriggerShape shape,
    boolean paused,
    String note,
    Instant discardedUntil) {
  public TriggerSpec {
    topic = topic == null ? List.of() : List.copyOf(topic);
    parameters = parameters == null ? Map.of() : Immutable.copy(parameters);
    shape = shape == null ? TriggerShape.NONE : shape;
  }

  /** Whether events wait for others, or for their turn, before they become a run. */
  public boolean shaped() {
    return !shape.equals(TriggerShape.NONE);
  }

  /**
   * Whether events of this topic are for it, in a spec that is valid.
   *
   * @param on the cluster that the topic is on; null for the platform's own
   */
  public boolean listensTo(String on, String name) {
    return Objects.equals(cluster, on) && TopicChoice.of(this).has(name);
  }

  /** The same, paused or not. */
  public TriggerSpec paused(boolean now, String why) {
    return with(now, why, discardedUntil);
  }

  /** The same, without what waits and came before an instant. */
  public TriggerSpec discardedUntil(Instant until) {
    return with(paused, note, until);
  }

  private TriggerSpec with(boolean nowPaused, String why, Instant until) {
    return new TriggerSpec(
        description,
        job,
        cluster,
        topic,
        topicPattern,
        filter,
        parameters,
        shape,
        nowPaused,
        why,
        until);
  }

  /** This in the place of another: what was discarded stays discarded. */
  public static TriggerSpec replacing(TriggerSpec before, TriggerSpec next) {
    Instant until = before.discardedUntil();
    boolean later =
        until != null && (next.discardedUntil() == null || next.discardedUntil().isBefore(until));
    return later ? next.discardedUntil(until) : next;
  }
}
