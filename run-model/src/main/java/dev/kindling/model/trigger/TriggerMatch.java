package dev.kindling.model.trigger;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.model.run.RunIds;
import java.time.Instant;
import java.util.Map;

/**
 * An event that the filter of a trigger with a shape let through, as it stands on {@code
 * kindling.trigger-matches} until it has become part of a run, or of nothing.
 *
 * @param trigger its name
 * @param cluster the Kafka cluster that it came from; null for the platform's own
 * @param topic the topic that it came from
 * @param partition the partition there
 * @param offset the offset there
 * @param index which event of a batch of CloudEvents, from 1; 0 for the only one
 * @param time the record's time stamp
 * @param key the record's key, or null
 * @param headers the record's headers as text; never null
 * @param attributes the context attributes of a CloudEvent; null for plain JSON
 * @param data what it says; null for nothing, text in Base64 where {@code binary} says so
 * @param binary whether the data are bytes
 * @param traceparent the W3C trace context that came with it, or null
 * @param letter the id of the dead letter that it has been: then no earlier event is the same; null
 *     for none
 * @param at when the filter let it through; windows are counted from here
 */
public record TriggerMatch(
    String trigger,
    String cluster,
    String topic,
    int partition,
    long offset,
    int index,
    Instant time,
    String key,
    Map<String, String> headers,
    ObjectNode attributes,
    JsonNode data,
    boolean binary,
    String traceparent,
    String letter,
    Instant at) {
  public TriggerMatch {
    headers = headers == null ? Map.of() : Immutable.copy(headers);
  }

  /** What it stands under on its table: the same event makes the same key. */
  public String recordKey() {
    return trigger
        + "/"
        + (cluster == null ? "" : cluster + "/")
        + place()
        + (index == 0 ? "" : "#" + index);
  }

  /** Where its record stands. */
  public String place() {
    return place(topic, partition, offset);
  }

  /** Where a record stands, for people and for keys. */
  public static String place(String topic, int partition, long offset) {
    return topic + "-" + partition + "@" + offset;
  }

  /** The CloudEvent's source; null where it is none. */
  public String source() {
    return attributes == null ? null : attributes.path("source").asText();
  }

  /** The CloudEvent's id; null where it is none. */
  public String id() {
    return attributes == null ? null : attributes.path("id").asText();
  }

  /** Whether it has an identity of its own, by which a repetition is known. */
  @JsonIgnore
  public boolean isCloudEvent() {
    return attributes != null;
  }

  /** The id of the run that it starts alone. */
  public String runId() {
    return isCloudEvent()
        ? RunIds.ofEvent(trigger, source(), id())
        : RunIds.ofRecord(trigger, cluster, topic, partition, offset);
  }

  /** What it is called in the origin of a run. */
  public String shownAs() {
    return isCloudEvent() ? id() : place();
  }
}
