package dev.kindling.model.trigger;

import java.time.Instant;

/**
 * Something that was refused, as it stands on {@code kindling.dead-letters} under its source.
 *
 * @param source who could not use it: {@code trigger/} and a trigger's name, or {@code topic/} and
 *     a topic's name where no trigger of the topic could
 * @param trigger the trigger's name; null where it concerns every trigger of the topic
 * @param reason what is wrong with it, a full sentence
 * @param topic the topic that it came from
 * @param partition the partition there
 * @param offset the offset there
 * @param key the record's key, or null
 * @param valueBase64 the record's value, whole; null where it had none
 * @param refusedAt when
 */
public record DeadLetter(
    String source,
    String trigger,
    String reason,
    String topic,
    int partition,
    long offset,
    String key,
    String valueBase64,
    Instant refusedAt) {}
