package dev.kindling.gateway.apikey;

import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.model.json.Json;
import io.vertx.core.Future;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When each key was last used, to the minute, at any gateway: so that one that nobody uses can be
 * found and revoked. A use is written once a minute at most. Thread-safe.
 */
public final class KeyUses {
  private static final Logger LOG = LoggerFactory.getLogger(KeyUses.class);
  private static final Duration GRAIN = Duration.ofMinutes(1);

  private final Map<String, Instant> last = new ConcurrentHashMap<>();
  private final Function<ProducerRecord<String, byte[]>, Future<Void>> send;

  /**
   * @param send writes a record
   */
  public KeyUses(Function<ProducerRecord<String, byte[]>, Future<Void>> send) {
    this.send = send;
  }

  /** A record of the table. */
  record Use(Instant lastUsedAt) {}

  /** Takes a record of {@code kindling.api-key-uses}; null where the key is gone. */
  public void apply(String key, byte[] value) {
    if (value == null) {
      last.remove(key);
      return;
    }
    try {
      Instant at = Json.read(value, Use.class).lastUsedAt();
      last.merge(key, at, (one, other) -> one.isAfter(other) ? one : other);
    } catch (UncheckedIOException e) {
      LOG.warn("the last use of the key {} cannot be read", key, e);
    }
  }

  void used(String key, Instant now) {
    Instant before = last.get(key);
    if (before != null && now.isBefore(before.plus(GRAIN))) {
      return;
    }
    last.put(key, now);
    write(key, Json.bytes(new Use(now)));
  }

  /** Forgets a key that is gone. */
  void forget(String key) {
    write(key, null);
  }

  private void write(String key, byte[] value) {
    send.apply(new ProducerRecord<>(KindlingTopics.API_KEY_USES.name(), key, value))
        .onFailure(failure -> LOG.debug("a use of the key {} is not kept", key, failure));
  }

  Optional<Instant> last(String key) {
    return Optional.ofNullable(last.get(key));
  }
}
