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
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The triggers as {@code kindling.triggers} has them right now, by the topic that they listen to.
 * Written by the table view's thread, read by any.
 */
public final class TriggerBook {
  private static final Logger LOG = LoggerFactory.getLogger(TriggerBook.class);

  /** The name of the platform's own cluster here; no other can have it. */
  static final String HOME = "";

  private final Map<String, Trigger> triggers = new ConcurrentHashMap<>();
  private final Map<Place, Listeners> listeners = new ConcurrentHashMap<>();
  private final Map<String, Wanted> wanted = new HashMap<>();
  private final Expressions language = new Expressions();
  private final BiConsumer<String, TopicWish> topics;
  private final AtomicLong version = new AtomicLong();

  private record Place(String cluster, String topic) {}

  /** The triggers of a topic as of a version of the table. */
  private record Listeners(long version, List<Trigger> triggers) {}

  /** How many triggers want a name or a pattern. */
  private static final class Wanted {
    private final Map<String, Integer> names = new HashMap<>();
    private final Map<String, Integer> patterns = new HashMap<>();

    TopicWish wish() {
      return new TopicWish(names.keySet(), patterns.keySet());
    }

    void count(Trigger trigger, int more) {
      trigger.topics().names().forEach(topic -> names.merge(topic, more, Wanted::sum));
      String pattern = trigger.definition().spec().topicPattern();
      if (pattern != null) {
        patterns.merge(pattern, more, Wanted::sum);
      }
    }

    private static Integer sum(int one, int other) {
      return one + other == 0 ? null : one + other;
    }
  }

  /**
   * @param topics hears of the topics of a cluster that triggers want whenever they change, on the
   *     view's thread
   */
  TriggerBook(BiConsumer<String, TopicWish> topics) {
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
    Map<String, TopicWish> before = new HashMap<>();
    old.ifPresent(trigger -> count(trigger, -1, before));
    definition.ifPresent(trigger -> count(trigger, 1, before));
    before.forEach(
        (cluster, wish) -> {
          TopicWish now = wanted.get(cluster).wish();
          if (!now.equals(wish)) {
            topics.accept(cluster, now);
          }
        });
  }

  private void count(Trigger trigger, int more, Map<String, TopicWish> before) {
    Wanted ofCluster = wanted.computeIfAbsent(trigger.cluster(), cluster -> new Wanted());
    before.putIfAbsent(trigger.cluster(), ofCluster.wish());
    ofCluster.count(trigger, more);
  }

  /** The triggers of a topic; empty where none listens any more. */
  List<Trigger> of(String cluster, String topic) {
    // Before the triggers are read: what changes meanwhile is read once too often, never too old.
    long now = version.get();
    Place place = new Place(cluster, topic);
    Listeners known = listeners.get(place);
    if (known == null || known.version() != now) {
      known =
          new Listeners(
              now,
              triggers.values().stream().filter(one -> one.listensTo(cluster, topic)).toList());
      listeners.put(place, known);
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
  Optional<Instant> since(String cluster, String topic) {
    return of(cluster, topic).stream()
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
