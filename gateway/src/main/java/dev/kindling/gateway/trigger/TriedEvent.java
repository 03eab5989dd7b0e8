package dev.kindling.gateway.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.kit.trigger.TriggerVerdict;
import dev.kindling.model.run.RunRequest;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a trigger would make of an event.
 *
 * @param offset of its record; null for a sample
 * @param verdict {@code fired}, {@code filtered}, {@code refused} or {@code unreadable}
 * @param reason why there would be no run; null if there would
 * @param runId the id that the run would have; null if there would be none
 * @param parameters of that run; null if there would be none
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
    JsonNode parameters) {

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

  static TriedEvent without(ConsumerRecord<String, byte[]> carrier, String verdict, String reason) {
    return of(carrier, verdict, reason, null, null, null);
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
        parameters);
  }
}
