package dev.kindling.gateway.audit;

import dev.kindling.gateway.access.AuditEntry;
import dev.kindling.gateway.http.Answer;
import dev.kindling.gateway.http.Call;
import dev.kindling.gateway.http.Query;
import dev.kindling.gateway.topic.TopicReader;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.model.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the latest entries of the audit journal. */
public final class AuditHandlers {
  private static final Logger LOG = LoggerFactory.getLogger(AuditHandlers.class);
  private static final List<String> OUTCOMES =
      Arrays.stream(AuditEntry.Outcome.values()).map(AuditEntry.Outcome::word).toList();
  private static final int LONGEST_NAME = 300;
  private static final int DEFAULT_LIMIT = 100;
  private static final int LARGEST_LIMIT = 1_000;
  private static final int LOOKED_AT = 10_000;

  private final Vertx vertx;
  private final TopicReader topics;

  public AuditHandlers(Vertx vertx, TopicReader topics) {
    this.vertx = vertx;
    this.topics = topics;
  }

  public Future<Answer> list(Call call) {
    Query query = new Query(call);
    String who = query.text("who", LONGEST_NAME).orElse(null);
    String operation = query.text("operation", LONGEST_NAME).orElse(null);
    String outcome = query.oneOf("outcome", OUTCOMES).orElse(null);
    int limit = query.integer("limit", DEFAULT_LIMIT, 1, LARGEST_LIMIT);
    query.end();
    return vertx.executeBlocking(
        () ->
            Answer.ok(
                Map.of(
                    "items",
                    topics.last(null, KindlingTopics.AUDIT.name(), LOOKED_AT).stream()
                        .map(AuditHandlers::entry)
                        .filter(Objects::nonNull)
                        .filter(entry -> who == null || who.equals(entry.who()))
                        .filter(entry -> operation == null || operation.equals(entry.operation()))
                        .filter(entry -> outcome == null || outcome.equals(entry.outcome().word()))
                        .sorted(Comparator.comparing(AuditEntry::at).reversed())
                        .limit(limit)
                        .toList())),
        false);
  }

  private static AuditEntry entry(ConsumerRecord<String, byte[]> record) {
    try {
      AuditEntry entry = Json.read(record.value(), AuditEntry.class);
      return entry.at() == null || entry.outcome() == null ? null : entry;
    } catch (UncheckedIOException | IllegalArgumentException e) {
      LOG.warn("an entry of the audit journal cannot be read: {}", e.toString());
      return null;
    }
  }
}
