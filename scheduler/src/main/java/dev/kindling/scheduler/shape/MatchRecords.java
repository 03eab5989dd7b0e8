package dev.kindling.scheduler.shape;

import dev.kindling.model.json.Json;
import dev.kindling.model.trigger.TriggerMatch;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the records of {@code kindling.trigger-matches}. */
final class MatchRecords {
  private static final Logger LOG = LoggerFactory.getLogger(MatchRecords.class);

  private MatchRecords() {}

  /** The event of a record; empty where it was deleted, or nobody can read it. */
  static Optional<Taken> read(ConsumerRecord<String, byte[]> stored) {
    if (stored.value() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Taken(
              Json.read(stored.value(), TriggerMatch.class),
              stored.offset(),
              stored.value().length));
    } catch (RuntimeException e) {
      LOG.error("the match {} cannot be read and waits for ever", stored.key(), e);
      return Optional.empty();
    }
  }
}
