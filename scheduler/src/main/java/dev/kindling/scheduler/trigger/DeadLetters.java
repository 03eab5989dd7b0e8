package dev.kindling.scheduler.trigger;

import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.trigger.EventCarrier;
import dev.kindling.kit.trigger.Matches;
import dev.kindling.kit.trigger.RecordHeaders;
import dev.kindling.model.json.Json;
import dev.kindling.model.trigger.DeadLetter;
import dev.kindling.model.trigger.TriggerMatch;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes down what was refused, so that nothing is lost and nothing stops. Pure. */
public final class DeadLetters {
  /**
   * A record holds 1 MiB at most unless told otherwise, and Base64 takes a third more. A longer
   * value is cut; its place says where the whole one is.
   */
  private static final int MOST_VALUE_BYTES = 600_000;

  private static final int MOST_KEY_LETTERS = 1_000;
  private static final int MOST_REASON_LETTERS = 2_000;

  private final String cluster;

  /**
   * Those of a cluster.
   *
   * @param cluster null for the platform's own
   */
  DeadLetters(String cluster) {
    this.cluster = cluster;
  }

  private static String key(String key) {
    return key == null ? null : cut(key, MOST_KEY_LETTERS);
  }

  /** A reason may quote the event. */
  private static String told(String reason) {
    return cut(reason, MOST_REASON_LETTERS);
  }

  private static String cut(String text, int most) {
    String kept = text.length() <= most ? text : text.substring(0, most) + "…";
    // Half a surrogate pair cannot be written; it becomes a question mark and the turn goes on.
    return new String(kept.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /**
   * The record of a refusal.
   *
   * @param trigger who refused; null for every trigger of the topic
   */
  ProducerRecord<String, byte[]> of(
      String trigger, String reason, ConsumerRecord<String, byte[]> refused, Instant now) {
    return of(trigger, reason, List.of(), refused, now);
  }

  /** The record of an event that waited and then could not be used: itself, out of its batch. */
  public static ProducerRecord<String, byte[]> of(
      String reason, TriggerMatch refused, Instant now) {
    Map<String, String> headers = new TreeMap<>(refused.headers());
    if (refused.isCloudEvent()) {
      headers.put("content-type", "application/cloudevents+json");
    }
    ConsumerRecord<String, byte[]> alone =
        EventCarrier.of(
            refused.topic(),
            refused.partition(),
            refused.offset(),
            refused.time(),
            refused.key(),
            headers,
            Matches.document(refused));
    List<Integer> events = refused.index() == 0 ? List.of() : List.of(refused.index());
    return new DeadLetters(refused.cluster()).of(refused.trigger(), reason, events, alone, now);
  }

  /**
   * The record of what a trigger refused of a batch.
   *
   * @param events which of its events, counted from 1; empty for the only one
   */
  ProducerRecord<String, byte[]> of(
      String trigger,
      String reason,
      List<Integer> events,
      ConsumerRecord<String, byte[]> refused,
      Instant now) {
    byte[] value = refused.value();
    boolean cut = value != null && value.length > MOST_VALUE_BYTES;
    byte[] kept = cut ? Arrays.copyOf(value, MOST_VALUE_BYTES) : value;
    Map<String, String> headers = RecordHeaders.texts(refused);
    boolean manyHeaders = RecordHeaders.areMany(headers);
    String source = trigger == null ? "topic/" + refused.topic() : "trigger/" + trigger;
    DeadLetter letter =
        new DeadLetter(
            source,
            trigger,
            cut
                ? told(reason) + " Only the first " + MOST_VALUE_BYTES + " bytes are kept here."
                : told(reason),
            cluster,
            refused.topic(),
            refused.partition(),
            refused.offset(),
            Instant.ofEpochMilli(refused.timestamp()),
            key(refused.key()),
            manyHeaders ? Map.of() : headers,
            kept == null ? null : Base64.getEncoder().encodeToString(kept),
            cut || manyHeaders,
            events,
            now);
    return new ProducerRecord<>(KindlingTopics.DEAD_LETTERS.name(), source, Json.bytes(letter));
  }
}
