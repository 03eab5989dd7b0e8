package dev.kindling.kit.request;

import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.RunRequest;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A run request that is known to fit into a Kafka record. One that does not would fail its
 * transaction each time, and with it everything else of the owner, so it must never get as far as
 * the producer.
 */
public final class SizedRequest {
  /** Below the 1 MiB that producers (max.request.size) and brokers take unless told otherwise. */
  public static final int MOST_BYTES = 900_000;

  private final RunRequest.Requested request;
  private final byte[] bytes;

  private SizedRequest(RunRequest.Requested request, byte[] bytes) {
    this.request = request;
    this.bytes = bytes;
  }

  /** The request in its size; empty if it is too large. */
  public static Optional<SizedRequest> of(RunRequest.Requested request) {
    byte[] bytes = Json.bytes(request);
    return bytes.length > MOST_BYTES
        ? Optional.empty()
        : Optional.of(new SizedRequest(request, bytes));
  }

  /** The request itself. */
  public RunRequest.Requested request() {
    return request;
  }

  /** How many bytes it takes. */
  public int size() {
    return bytes.length;
  }

  /** Its record on {@code kindling.run-requests}, under the routing key of the job. */
  public ProducerRecord<String, byte[]> toRecord() {
    return new ProducerRecord<>(
        KindlingTopics.RUN_REQUESTS.name(), request.job().routingKey(), bytes);
  }
}
