package dev.kindling.gateway.definition;

import dev.kindling.model.json.Json;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The definitions of one kind in memory. Filled by one thread, the view's; read by any.
 *
 * <p>A record that is no definition was written by somebody else's hand: it is counted and logged,
 * the definition before it stays, and the reading goes on.
 */
public final class DefinitionTable<D> {
  private static final Logger LOG = LoggerFactory.getLogger(DefinitionTable.class);

  private final DefinitionKind<?, D> kind;
  private final ConcurrentSkipListMap<String, D> byName = new ConcurrentSkipListMap<>();
  private final Counter unreadable;

  public DefinitionTable(DefinitionKind<?, D> kind, MeterRegistry meters) {
    this.kind = kind;
    this.unreadable =
        meters.counter("kindling.gateway.unreadable.records", "topic", kind.topic().name());
    Gauge.builder("kindling.gateway.definitions", byName, ConcurrentSkipListMap::size)
        .tag("kind", kind.noun())
        .register(meters);
  }

  /** Takes the next record of the table; a null value means that the definition is gone. */
  public void apply(String name, byte[] value) {
    if (name == null) {
      unreadable.increment();
      LOG.error("{} has a record without a key; it is passed over", kind.topic().name());
    } else if (value == null) {
      byName.remove(name);
    } else {
      try {
        byName.put(name, Json.read(value, kind.type()));
      } catch (UncheckedIOException | IllegalArgumentException e) {
        unreadable.increment();
        LOG.error("{} has no {} under {}", kind.topic().name(), kind.noun(), name, e);
      }
    }
  }

  Optional<D> get(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  List<D> all() {
    return List.copyOf(byName.values());
  }
}
