package dev.kindling.gateway.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.kit.trigger.TriggerVerdict;
import dev.kindling.model.run.RunRequest;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a trigger would make of an event.
 *
 * @param offset of its record; null for a sample
 * @param verdict {@code fired}, {@code matched} (it would wait for the trigger's shape), {@code
 *     filtered}, {@code refused} or {@code unreadable}
 * @param reason why there would be no run, or none at once; null if there would
 * @param runId the id that the run would have; null if there would be none
 * @param parameters of that run; null if there would be none
 * @param keys what the shape would know the event by; null where the trigger has none
 */
record TriedEvent(
    String topic,
    int partition,
    Long offset,
    String key,
    String verdict,
    String reason,
    String runId,
    String job,
    JsonNode parameters,
    Map<String, String> keys) {

  static TriedEvent of(ConsumerRecord<String, byte[]> carrier, TriggerVerdict verdict) {
    if (verdict instanceof TriggerVerdict.Fired fired) {
      RunRequest.Requested request = fired.request().request();
      return of(
          carrier, "fired", null, request.runId(), request.job().name(), request.parameters());
    } else if (verdict instanceof TriggerVerdict.Refused refused) {
      return without(carrier, "refused", refused.reason());
    }
    return without(carrier, "filtered", "The filter is not true of it.");
  }

  /** It would wait for events of other kinds. */
  static TriedEvent joined(ConsumerRecord<String, byte[]> carrier, Map<String, String> keys) {
    TriedEvent bare =
        without(carrier, "matched", "It would wait for one event of each other kind of its join.");
    return new TriedEvent(
        bare.topic,
        bare.partition,
        bare.offset,
        bare.key,
        bare.verdict,
        bare.reason,
        null,
        null,
        null,
        keys);
  }

  static TriedEvent without(ConsumerRecord<String, byte[]> carrier, String verdict, String reason) {
    return of(carrier, verdict, reason, null, null, null);
  }

  /**
   * It would wait.
   *
   * @param alone what it would come to if nothing else came
   * @param keys what the shape would know it by
   */
  static TriedEvent matched(
      ConsumerRecord<String, byte[]> carrier, TriggerVerdict alone, Map<String, String> keys) {
    TriedEvent run = of(carrier, alone);
    return new TriedEvent(
        run.topic,
        run.partition,
        run.offset,
        run.key,
        "matched",
        run.reason == null
            ? "It would wait for the trigger's shape. Alone it would become this run."
            : "It would wait for the trigger's shape. Alone it would be refused: " + run.reason,
        run.runId,
        run.job,
        run.parameters,
        keys);
  }

  private static TriedEvent of(
      ConsumerRecord<String, byte[]> carrier,
      String verdict,
      String reason,
      String runId,
      String job,
      JsonNode parameters) {
    boolean sample = carrier.offset() < 0;
    return new TriedEvent(
        carrier.topic(),
        carrier.partition(),
        sample ? null : carrier.offset(),
        carrier.key(),
        verdict,
        reason,
        runId,
        job,
        parameters,
        null);
  }
}
