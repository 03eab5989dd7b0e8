package dev.kindling.scheduler.request;

import dev.kindling.model.json.Json;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The definitions of a kind as their table has them right now. Written by the table view's thread,
 * read by any.
 */
public final class DefinitionBook<D> {
  private static final Logger LOG = LoggerFactory.getLogger(DefinitionBook.class);

  private final String noun;
  private final Class<D> type;
  private final Map<String, D> definitions = new ConcurrentHashMap<>();

  /**
   * @param noun the kind in a sentence, such as {@code job}
   */
  public DefinitionBook(String noun, Class<D> type) {
    this.noun = noun;
    this.type = type;
  }

  /** One record of the table. A definition that cannot be read counts as none. */
  public void apply(String name, ConsumerRecord<String, byte[]> changed) {
    if (name == null) {
      return;
    }
    if (changed.value() == null) {
      definitions.remove(name);
      return;
    }
    try {
      definitions.put(name, Json.read(changed.value(), type));
    } catch (UncheckedIOException e) {
      LOG.warn("the {} {} cannot be read and counts as not defined: {}", noun, name, e.toString());
      definitions.remove(name);
    }
  }

  /** The definition of a name, if there is one. */
  public Optional<D> find(String name) {
    return Optional.ofNullable(definitions.get(name));
  }
}
