package dev.kindling.gateway.journal;

import dev.kindling.model.json.Json;
import io.vertx.core.Future;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Where the gateway writes what others act on. */
public interface Journal {
  /**
   * Writes one record.
   *
   * @param key decides the partition
   * @param json the value
   * @param traceparent the trace context to go along, or null
   * @return completes once all replicas have it; fails with a problem of 503 if they did not say so
   *     in time
   */
  Future<Void> send(String topic, String key, byte[] json, String traceparent);

  /** As above, of a value that is written as JSON. */
  default Future<Void> send(String topic, String key, Object value, String traceparent) {
    return send(topic, key, Json.bytes(value), traceparent);
  }

  /** As above, of a record that is made already. */
  Future<Void> send(ProducerRecord<String, byte[]> outgoing);
}
