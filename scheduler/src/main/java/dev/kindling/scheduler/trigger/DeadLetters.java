package dev.kindling.scheduler.trigger;

import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.trigger.RecordHeaders;
import dev.kindling.model.json.Json;
import dev.kindling.model.trigger.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes down what was refused, so that nothing is lost and nothing stops. Pure. */
final class DeadLetters {
  /**
   * A record holds 1 MiB at most unless told otherwise, and Base64 takes a third more. A longer
   * value is cut; its place says where the whole one is.
   */
  private static final int MOST_VALUE_BYTES = 600_000;

  private static final int MOST_KEY_LETTERS = 1_000;
  private static final int MOST_HEADER_LETTERS = 50_000;

  private DeadLetters() {}

  private static String key(String key) {
    if (key == null) {
      return null;
    }
    String cut = key.length() <= MOST_KEY_LETTERS ? key : key.substring(0, MOST_KEY_LETTERS);
    // Half a surrogate pair cannot be written; it becomes a question mark and the turn goes on.
    return new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /**
   * The record of a refusal.
   *
   * @param trigger who refused; null for every trigger of the topic
   */
  static ProducerRecord<String, byte[]> of(
      String trigger, String reason, ConsumerRecord<String, byte[]> refused, Instant now) {
    byte[] value = refused.value();
    boolean cut = value != null && value.length > MOST_VALUE_BYTES;
    byte[] kept = cut ? Arrays.copyOf(value, MOST_VALUE_BYTES) : value;
    Map<String, String> headers = RecordHeaders.texts(refused);
    boolean manyHeaders =
        headers.entrySet().stream()
                .mapToInt(one -> one.getKey().length() + one.getValue().length())
                .sum()
            > MOST_HEADER_LETTERS;
    String source = trigger == null ? "topic/" + refused.topic() : "trigger/" + trigger;
    DeadLetter letter =
        new DeadLetter(
            source,
            trigger,
            cut ? reason + " Only the first " + MOST_VALUE_BYTES + " bytes are kept here." : reason,
            refused.topic(),
            refused.partition(),
            refused.offset(),
            Instant.ofEpochMilli(refused.timestamp()),
            key(refused.key()),
            manyHeaders ? Map.of() : headers,
            kept == null ? null : Base64.getEncoder().encodeToString(kept),
            cut || manyHeaders,
            now);
    return new ProducerRecord<>(KindlingTopics.DEAD_LETTERS.name(), source, Json.bytes(letter));
  }
}
