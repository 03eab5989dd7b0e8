package dev.kindling.kit.trigger;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Records for tests, on the topic orders, partition 2. */
final class Records {
  private Records() {}

  static ConsumerRecord<String, byte[]> event(long offset, byte[] value, String... headers) {
    ConsumerRecord<String, byte[]> event =
        new ConsumerRecord<>("orders", 2, offset, "key-" + offset, value);
    for (int i = 0; i < headers.length; i += 2) {
      event.headers().add(headers[i], headers[i + 1].getBytes(StandardCharsets.UTF_8));
    }
    return event;
  }

  static ConsumerRecord<String, byte[]> event(long offset, String value, String... headers) {
    return event(offset, value.getBytes(StandardCharsets.UTF_8), headers);
  }
}
