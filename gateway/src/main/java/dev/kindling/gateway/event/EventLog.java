package dev.kindling.gateway.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.gateway.http.Intent;
import dev.kindling.gateway.journal.Journal;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.model.json.Json;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Puts events on {@code kindling.events}, structured, under their ids. Completes once Kafka has
 * acknowledged all; if that fails, some may be there: sent again they are the same events.
 */
public final class EventLog {
  /** A Kafka record takes 1 MiB with its headers. */
  private static final int MOST_BYTES = 1_000_000;

  private final Journal journal;

  public EventLog(Journal journal) {
    this.journal = journal;
  }

  /**
   * Writes them.
   *
   * @param traceparent of the request that brought them, or null
   */
  public Future<Void> append(List<ObjectNode> events, String traceparent, Intent intent) {
    List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
    for (ObjectNode event : events) {
      byte[] value = Json.bytes(event);
      if (value.length > MOST_BYTES) {
        return Future.failedFuture(
            Problems.tooLarge(
                "The event "
                    + event.path("id").asText()
                    + " has more than a million bytes: put its data elsewhere, and send a link."));
      }
      records.add(record(event.path("id").asText(), value, traceparent));
    }
    return intent.isDry()
        ? Future.succeededFuture()
        : Future.all(records.stream().map(journal::send).toList()).mapEmpty();
  }

  private static ProducerRecord<String, byte[]> record(
      String id, byte[] value, String traceparent) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("content-type", EventIntake.STRUCTURED.getBytes(StandardCharsets.UTF_8));
    if (traceparent != null) {
      headers.add("traceparent", traceparent.getBytes(StandardCharsets.UTF_8));
    }
    return new ProducerRecord<>(KindlingTopics.EVENTS.name(), null, id, value, headers);
  }
}
