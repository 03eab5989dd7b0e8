package dev.kindling.kit.trigger;

import dev.kindling.kit.expression.ExpressionException;
import dev.kindling.kit.parameters.ParameterCheck;
import dev.kindling.kit.request.SizedRequest;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.RunIds;
import dev.kindling.model.trigger.TriggerDefinition;
import dev.kindling.model.trigger.TriggerMatch;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Decides what a trigger makes of an event, and of several. Pure: the same event, trigger and job
 * give the same run, under the same id, as long as the check of the parameters is pure.
 */
public final class TriggerMachine {
  private static final int MOST_HEADER_LETTERS = 8_000;

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
    if (trigger.spec().shaped()) {
      return matched(
          Matches.of(
              name,
              trigger.spec().cluster(),
              event,
              carrier,
              arrival.index(),
              arrival.letter(),
              now));
    }
    String cluster = trigger.spec().cluster();
    String place = carrier.topic() + "-" + carrier.partition() + "@" + carrier.offset();
    RunMaker.Cause cause =
        event.hasIdentity()
            ? new RunMaker.Cause(
                RunIds.ofEvent(name, event.source(), event.id()), event.id(), event.traceparent())
            : new RunMaker.Cause(
                RunIds.ofRecord(
                    name,
                    cluster == null ? carrier.topic() : cluster + "/" + carrier.topic(),
                    carrier.partition(),
                    carrier.offset()),
                place,
                event.traceparent());
    return new RunMaker(trigger, mapping, job, check, now).make(event.scope(), cause);
  }

  private static int lettersOf(Map<String, String> headers) {
    return headers.entrySet().stream()
        .mapToInt(header -> header.getKey().length() + header.getValue().length())
        .sum();
  }

  /** It must fit into a record, beside its key and what Kafka adds. */
  private static TriggerVerdict matched(TriggerMatch match) {
    if (lettersOf(match.headers()) > MOST_HEADER_LETTERS) {
      return new TriggerVerdict.Refused(
          "The event's headers have more than "
              + MOST_HEADER_LETTERS
              + " characters, and a trigger with a shape must keep them for a while: send fewer.");
    }
    return Json.bytes(match).length > SizedRequest.MOST_BYTES
        ? new TriggerVerdict.Refused(
            "The event is more than "
                + SizedRequest.MOST_BYTES
                + " bytes, and a trigger with a shape must keep it for a while: pass large values as"
                + " a file.")
        : new TriggerVerdict.Matched(match);
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
