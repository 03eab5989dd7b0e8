package dev.kindling.scheduler.trigger;

import dev.kindling.kit.expression.Expressions;
import dev.kindling.model.json.Json;
import dev.kindling.model.trigger.TriggerDefinition;
import dev.kindling.model.trigger.TriggerSpecCheck;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The triggers as {@code kindling.triggers} has them right now, by the topic that they listen to.
 * Written by the table view's thread, read by any.
 */
public final class TriggerBook {
  private static final Logger LOG = LoggerFactory.getLogger(TriggerBook.class);

  private final Map<String, Trigger> triggers = new ConcurrentHashMap<>();
  private final Map<String, Listeners> listeners = new ConcurrentHashMap<>();
  private final Map<String, Integer> names = new HashMap<>();
  private final Map<String, Integer> patterns = new HashMap<>();
  private final Expressions language = new Expressions();
  private final Consumer<TopicWish> topics;
  private final AtomicLong version = new AtomicLong();

  /** The triggers of a topic as of a version of the table. */
  private record Listeners(long version, List<Trigger> triggers) {}

  /**
   * @param topics hears of the topics that triggers want whenever they change, on the view's thread
   */
  TriggerBook(Consumer<TopicWish> topics) {
    this.topics = topics;
  }

  /** One record of the table. A definition that cannot be used counts as none. */
  void apply(String name, ConsumerRecord<String, byte[]> changed) {
    if (name == null) {
      return;
    }
    Optional<Trigger> definition = read(name, changed.value());
    Optional<Trigger> old =
        Optional.ofNullable(
            definition.isPresent() ? triggers.put(name, definition.get()) : triggers.remove(name));
    version.incrementAndGet();
    TopicWish before = wish();
    old.ifPresent(trigger -> count(trigger, -1));
    definition.ifPresent(trigger -> count(trigger, 1));
    TopicWish after = wish();
    if (!after.equals(before)) {
      topics.accept(after);
    }
  }

  private TopicWish wish() {
    return new TopicWish(names.keySet(), patterns.keySet());
  }

  private void count(Trigger trigger, int more) {
    trigger.topics().forEach(topic -> names.merge(topic, more, TriggerBook::sum));
    String pattern = trigger.definition().spec().topicPattern();
    if (pattern != null) {
      patterns.merge(pattern, more, TriggerBook::sum);
    }
  }

  private static Integer sum(int one, int other) {
    return one + other == 0 ? null : one + other;
  }

  /** The triggers of a topic; empty where none listens any more. */
  List<Trigger> of(String topic) {
    // Before the triggers are read: what changes meanwhile is read once too often, never too old.
    long now = version.get();
    Listeners known = listeners.get(topic);
    if (known == null || known.version() != now) {
      known =
          new Listeners(
              now, triggers.values().stream().filter(one -> one.listensTo(topic)).toList());
      listeners.put(topic, known);
    }
    return known.triggers();
  }

  /** The trigger of a name, if there is one that can be used. */
  public Optional<Trigger> find(String name) {
    return Optional.ofNullable(triggers.get(name));
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
        return Optional.of(Trigger.of(trigger, language));
      }
      LOG.warn("the trigger {} never passed its check and does not fire", name);
    } catch (RuntimeException e) {
      LOG.warn("the trigger {} cannot be used and does not fire: {}", name, e.toString());
    }
    return Optional.empty();
  }
}
