package dev.kindling.scheduler.trigger;

import dev.kindling.model.json.Json;
import dev.kindling.model.trigger.TriggerDefinition;
import dev.kindling.model.trigger.TriggerSpec;
import dev.kindling.scheduler.Samples;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Triggers and events for tests. */
final class Triggers {
  private Triggers() {}

  static TriggerDefinition trigger(String name, String spec) {
    return new TriggerDefinition(
        name, 1, Json.read(spec, TriggerSpec.class), Samples.BEGIN, "tester");
  }

  /** An event on the topic orders, partition 2. */
  static ConsumerRecord<String, byte[]> event(long offset, byte[] value, String... headers) {
    ConsumerRecord<String, byte[]> event =
        Samples.consumed("orders", 2, offset, "key-" + offset, value);
    for (int i = 0; i < headers.length; i += 2) {
      Header header = new RecordHeader(headers[i], Samples.bytes(headers[i + 1]));
      event.headers().add(header);
    }
    return event;
  }

  static ConsumerRecord<String, byte[]> event(long offset, String value, String... headers) {
    return event(offset, Samples.bytes(value), headers);
  }

  /** The record of a trigger, as its table has it. */
  static ConsumerRecord<String, byte[]> stored(TriggerDefinition trigger) {
    return Samples.consumed("kindling.triggers", 0, 0, trigger.name(), Json.bytes(trigger));
  }
}
