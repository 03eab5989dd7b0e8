package dev.kindling.gateway.run;

import dev.kindling.gateway.journal.Journal;
import dev.kindling.kit.kafka.KindlingTopics;
import io.vertx.core.Future;

/** Run requests on their journal. */
public final class KafkaRunRequests implements RunRequests {
  private final Journal journal;

  public KafkaRunRequests(Journal journal) {
    this.journal = journal;
  }

  @Override
  public Future<Void> send(String routingKey, byte[] request, String traceparent) {
    return journal.send(KindlingTopics.RUN_REQUESTS.name(), routingKey, request, traceparent);
  }
}
