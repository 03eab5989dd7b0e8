package dev.kindling.shipper.archive;

import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.Run;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What is archived, and where. */
public enum ArchivedTopic {
  /** The latest state of each run. The job-runner lets go of ended runs by the group's offsets. */
  RUNS(KindlingTopics.RUNS.name(), KindlingTopics.RUN_ARCHIVE_GROUP, "kindling-runs"),
  /** Who did what at the gateway, or was kept from it. */
  AUDIT(KindlingTopics.AUDIT.name(), "kindling-audit-archive", "kindling-audit");

  private final String topic;
  private final String group;
  private final String index;

  ArchivedTopic(String topic, String group, String index) {
    this.topic = topic;
    this.group = group;
    this.index = index;
  }

  /** As it is called in metrics and in health: {@code runs}, {@code audit}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  String topic() {
    return topic;
  }

  String group() {
    return group;
  }

  String index() {
    return index;
  }

  /** Makes a document; a runtime exception says that the record is none of this topic. */
  ArchivedRecord read(ConsumerRecord<String, byte[]> record) {
    return switch (this) {
      case RUNS -> RunRecord.of(Json.read(record.value(), Run.class));
      case AUDIT -> AuditRecord.of(record);
    };
  }
}
