package dev.kindling.gateway.audit;

import dev.kindling.gateway.access.AuditEntry;
import dev.kindling.gateway.access.AuditTrail;
import dev.kindling.gateway.journal.Journal;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.model.json.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trail on {@code kindling.audit}. Nobody waits for Kafka's acknowledgement of an entry; one
 * that Kafka does not take goes to the gateway's own log instead, whole.
 */
public final class KafkaAuditTrail implements AuditTrail {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaAuditTrail.class);

  private final Journal journal;

  public KafkaAuditTrail(Journal journal) {
    this.journal = journal;
  }

  @Override
  public void record(AuditEntry entry) {
    journal
        .send(KindlingTopics.AUDIT.name(), entry.who(), entry, null)
        .onFailure(failure -> LOG.warn("not on the audit journal: {}", Json.text(entry)));
  }
}
