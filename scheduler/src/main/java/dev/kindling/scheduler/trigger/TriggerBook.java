package dev.kindling.scheduler.trigger;

import dev.kindling.kit.expression.ExpressionException;
import dev.kindling.kit.expression.Expressions;
import dev.kindling.kit.trigger.TriggerMapping;
import dev.kindling.model.json.Json;
import dev.kindling.model.trigger.TriggerDefinition;
import dev.kindling.model.trigger.TriggerSpecCheck;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The triggers as {@code kindling.triggers} has them right now, by the topic that they listen to.
 * Written by the table view's thread, read by any.
 */
final class TriggerBook {
  private static final Logger LOG = LoggerFactory.getLogger(TriggerBook.class);

  private final Map<String, Trigger> triggers = new ConcurrentHashMap<>();
  private final Expressions language = new Expressions();
  private final Consumer<Set<String>> topics;
  private final Map<String, List<Trigger>> byTopic = new ConcurrentHashMap<>();

  /**
   * @param topics hears of the topics that triggers name whenever they change, on the view's thread
   */
  TriggerBook(Consumer<Set<String>> topics) {
    this.topics = topics;
  }

  /** One record of the table. A definition that cannot be used counts as none. */
  void apply(String name, ConsumerRecord<String, byte[]> changed) {
    if (name == null) {
      return;
    }
    Set<String> before = Set.copyOf(byTopic.keySet());
    Optional<Trigger> definition = read(name, changed.value());
    Trigger old =
        definition.isPresent() ? triggers.put(name, definition.get()) : triggers.remove(name);
    if (old != null) {
      byTopic.computeIfPresent(old.topic(), (topic, all) -> without(all, name));
    }
    definition.ifPresent(
        trigger -> byTopic.merge(trigger.topic(), List.of(trigger), TriggerBook::both));
    Set<String> after = Set.copyOf(byTopic.keySet());
    if (!after.equals(before)) {
      topics.accept(after);
    }
  }

  private static List<Trigger> without(List<Trigger> all, String name) {
    List<Trigger> rest = all.stream().filter(one -> !one.name().equals(name)).toList();
    return rest.isEmpty() ? null : rest;
  }

  private static List<Trigger> both(List<Trigger> some, List<Trigger> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  /** The triggers of a topic; empty where none listens any more. */
  List<Trigger> of(String topic) {
    return byTopic.getOrDefault(topic, List.of());
  }

  /** How many there are. */
  int size() {
    return triggers.size();
  }

  /**
   * Since when events of a topic count that nobody has read before: since its oldest trigger was
   * written; empty where none listens.
   */
  Optional<Instant> since(String topic) {
    return of(topic).stream()
        .map(trigger -> trigger.definition().updatedAt())
        .min(Instant::compareTo);
  }

  private Optional<Trigger> read(String name, byte[] value) {
    if (value == null) {
      return Optional.empty();
    }
    try {
      TriggerDefinition trigger = Json.read(value, TriggerDefinition.class);
      if (name.equals(trigger.name())
          && trigger.updatedAt() != null
          && TriggerSpecCheck.problems(trigger.spec()).isEmpty()) {
        return Optional.of(new Trigger(trigger, TriggerMapping.of(trigger.spec(), language)));
      }
      LOG.warn("the trigger {} never passed its check and does not fire", name);
    } catch (ExpressionException | RuntimeException e) {
      LOG.warn("the trigger {} cannot be used and does not fire: {}", name, e.toString());
    }
    return Optional.empty();
  }
}
