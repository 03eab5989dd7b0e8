package dev.kindling.kit.trigger;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * Makes the record that an event would have come in, or once came in, out of what is known of it.
 */
public final class EventCarrier {
  private EventCarrier() {}

  /**
   * Makes it.
   *
   * @param offset negative for a record that stands nowhere
   * @param key null for none
   * @param headers as text
   * @param value null for none
   */
  public static ConsumerRecord<String, byte[]> of(
      String topic,
      int partition,
      long offset,
      Instant time,
      String key,
      Map<String, String> headers,
      byte[] value) {
    RecordHeaders all = new RecordHeaders();
    headers.forEach((name, text) -> all.add(name, text.getBytes(StandardCharsets.UTF_8)));
    return new ConsumerRecord<>(
        topic,
        partition,
        offset,
        time.toEpochMilli(),
        TimestampType.CREATE_TIME,
        ConsumerRecord.NULL_SIZE,
        value == null ? ConsumerRecord.NULL_SIZE : value.length,
        key,
        value,
        all,
        Optional.empty());
  }
}
