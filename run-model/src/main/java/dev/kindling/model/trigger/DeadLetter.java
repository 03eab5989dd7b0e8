package dev.kindling.model.trigger;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Something that was refused, as it stands on {@code kindling.dead-letters} under its source.
 *
 * @param source who could not use it: {@code trigger/} and a trigger's name, or {@code topic/} and
 *     a topic's name where no trigger of the topic could
 * @param trigger the trigger's name; null where it concerns every trigger of the topic
 * @param reason what is wrong with it, a full sentence
 * @param cluster the Kafka cluster that it came from; null for the platform's own
 * @param topic the topic that it came from
 * @param partition the partition there
 * @param offset the offset there
 * @param time the record's time stamp; null in letters of old
 * @param key the record's key, or null
 * @param headers the record's headers as text, names in lower case; never null
 * @param valueBase64 the record's value; null where it had none
 * @param cut whether value or headers are kept only in part
 * @param events which events of a batch, counted from 1; empty for the only one, or all
 * @param refusedAt when
 */
public record DeadLetter(
    String source,
    String trigger,
    String reason,
    String cluster,
    String topic,
    int partition,
    long offset,
    Instant time,
    String key,
    Map<String, String> headers,
    String valueBase64,
    boolean cut,
    List<Integer> events,
    Instant refusedAt) {
  public DeadLetter {
    events = events == null ? List.of() : List.copyOf(events);
    headers = headers == null ? Map.of() : Immutable.copy(headers);
  }
}
