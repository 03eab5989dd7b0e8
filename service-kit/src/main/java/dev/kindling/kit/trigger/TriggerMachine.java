package dev.kindling.kit.trigger;

import dev.kindling.kit.expression.ExpressionException;
import dev.kindling.kit.parameters.ParameterCheck;
import dev.kindling.kit.request.SizedRequest;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.run.RunIds;
import dev.kindling.model.trigger.TriggerDefinition;
import dev.kindling.model.trigger.TriggerMatch;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Decides what a trigger makes of an event, and of several. Pure: the same event, trigger and job
 * give the same run, under the same id, as long as the check of the parameters is pure.
 */
public final class TriggerMachine {
  private TriggerMachine() {}

  /**
   * Where an event comes from.
   *
   * @param carrier the record that it came in; its place is the identity of an event that has none
   * @param index which event of a batch of CloudEvents, from 1; 0 for the only one
   * @param letter the id of the dead letter that it has been; null for none
   */
  public record Arrival(ConsumerRecord<String, byte[]> carrier, int index, String letter) {}

  /**
   * Decides about one event.
   *
   * @param mapping the trigger's expressions
   * @param job the trigger's job if it is defined
   * @param check says whether the parameters fit the job, and completes them
   */
  public static TriggerVerdict decide(
      TriggerDefinition trigger,
      TriggerMapping mapping,
      Event event,
      Arrival arrival,
      Optional<JobDefinition> job,
      ParameterCheck check,
      Instant now) {
    if (trigger.spec().paused()) {
      return new TriggerVerdict.Paused();
    }
    try {
      if (mapping.filter().isPresent() && !mapping.filter().get().holds(event.scope())) {
        return new TriggerVerdict.Filtered();
      }
    } catch (ExpressionException e) {
      return TriggerVerdict.noValue(e);
    }
    ConsumerRecord<String, byte[]> carrier = arrival.carrier();
    String name = trigger.name();
    String cluster = trigger.spec().cluster();
    if (trigger.spec().shaped()) {
      return matched(
          Matches.of(name, cluster, event, carrier, arrival.index(), arrival.letter(), now));
    }
    String topic = carrier.topic();
    RunMaker.Cause cause =
        event.hasIdentity()
            ? new RunMaker.Cause(
                RunIds.ofEvent(name, event.source(), event.id()), event.id(), event.traceparent())
            : new RunMaker.Cause(
                RunIds.ofRecord(name, cluster, topic, carrier.partition(), carrier.offset()),
                TriggerMatch.place(topic, carrier.partition(), carrier.offset()),
                event.traceparent());
    return new RunMaker(trigger, mapping, job, check, now).make(event.scope(), cause);
  }

  private static TriggerVerdict matched(TriggerMatch match) {
    if (RecordHeaders.areMany(match.headers())) {
      return new TriggerVerdict.Refused(
          "The event's headers have more than "
              + RecordHeaders.MOST_LETTERS
              + " characters, and a trigger with a shape must keep them for a while: send fewer.");
    }
    return SizedMatch.of(match)
        .<TriggerVerdict>map(TriggerVerdict.Matched::new)
        .orElseGet(
            () ->
                new TriggerVerdict.Refused(
                    "The event is more than "
                        + SizedRequest.MOST_BYTES
                        + " bytes, and a trigger with a shape must keep it for a while: pass large"
                        + " values as a file."));
  }

  /**
   * Decides about events that have come to be one run.
   *
   * @return {@link TriggerVerdict.Fired} or {@link TriggerVerdict.Refused}
   */
  public static TriggerVerdict decide(
      TriggerDefinition trigger,
      TriggerMapping mapping,
      EventGroup group,
      Optional<JobDefinition> job,
      ParameterCheck check,
      Instant now) {
    RunMaker.Cause cause =
        new RunMaker.Cause(group.runId(trigger.name()), group.shownAs(), group.traceparent());
    return new RunMaker(trigger, mapping, job, check, now).make(group.scope(), cause);
  }
}
