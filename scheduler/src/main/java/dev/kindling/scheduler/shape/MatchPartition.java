package dev.kindling.scheduler.shape;

import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.owner.Outbox;
import dev.kindling.kit.owner.OwnedPartition;
import dev.kindling.kit.parameters.ParameterCheck;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.json.Json;
import dev.kindling.model.trigger.TriggerMatch;
import dev.kindling.scheduler.trigger.DeadLetters;
import dev.kindling.scheduler.trigger.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events that wait in one partition of {@code kindling.trigger-matches}. The owners of the
 * events' own partitions put them there; this one takes them out again, in one turn with the run
 * that they have become a part of, and with what their trigger's shape has to remember. So each
 * event is decided once, whoever dies. Called on the owner loop's thread only.
 */
final class MatchPartition implements OwnedPartition<Void> {
  /** A trigger that nobody has heard of may be on its way here; after this it is gone. */
  static final Duration GONE_AFTER = Duration.ofMinutes(2);

  private static final Logger LOG = LoggerFactory.getLogger(MatchPartition.class);

  private final int partition;
  private final Function<String, Optional<Trigger>> triggers;
  private final Function<String, Optional<JobDefinition>> jobs;
  private final ParameterCheck check;
  private final MatchReader reader;
  private final ShapeMetrics metrics;
  private final Map<String, ShapeMemory> memories = new HashMap<>();
  private final Map<String, Shaper> shapers = new HashMap<>();
  private final Map<String, List<Parked>> parked = new HashMap<>();
  private final Map<String, Instant> missingSince = new HashMap<>();
  private final Map<String, ConsumerRecord<String, byte[]>> replayed = new LinkedHashMap<>();
  private final Set<String> broken = new HashSet<>();
  private boolean serving;
  private long position;

  /** A match of a trigger that is not there, or not yet. */
  private record Parked(TriggerMatch match, long offset) {}

  MatchPartition(
      int partition,
      Function<String, Optional<Trigger>> triggers,
      Function<String, Optional<JobDefinition>> jobs,
      ParameterCheck check,
      MatchReader reader,
      ShapeMetrics metrics) {
    this.partition = partition;
    this.triggers = triggers;
    this.jobs = jobs;
    this.check = check;
    this.reader = reader;
    this.metrics = metrics;
  }

  @Override
  public void restore(ConsumerRecord<String, byte[]> stored) {
    memory(ShapeMemory.triggerOf(stored.key())).restore(stored.key(), stored.value());
  }

  private ShapeMemory memory(String trigger) {
    return memories.computeIfAbsent(trigger, ShapeMemory::new);
  }

  @Override
  public void restored(Instant now, Outbox outbox) {
    LOG.debug("partition {} remembers {} triggers", partition, memories.size());
  }

  /**
   * Until the table has been read as far as it went at the takeover, what is put and taken out
   * again is only noted: it has been decided.
   */
  @Override
  public void input(ConsumerRecord<String, byte[]> incoming, Instant now, Outbox outbox) {
    position = incoming.offset() + 1;
    if (!serving) {
      if (incoming.value() == null) {
        replayed.remove(incoming.key());
      } else if (isToRead(incoming)) {
        replayed.put(incoming.key(), incoming);
      }
    } else if (incoming.value() != null) {
      take(incoming);
    }
  }

  private boolean isToRead(ConsumerRecord<String, byte[]> incoming) {
    return memory(ShapeMemory.triggerOf(incoming.key()))
        .state()
        .map(state -> state.unreadFrom() == null || incoming.offset() < state.unreadFrom())
        .orElse(true);
  }

  private void take(ConsumerRecord<String, byte[]> incoming) {
    String name = ShapeMemory.triggerOf(incoming.key());
    TriggerMatch match;
    try {
      match = Json.read(incoming.value(), TriggerMatch.class);
    } catch (RuntimeException e) {
      LOG.error("the match {} cannot be read and waits for ever", incoming.key(), e);
      return;
    }
    Shaper shaper = shapers.get(name);
    if (broken.contains(name)) {
      return;
    }
    if (shaper == null) {
      parked
          .computeIfAbsent(name, key -> new ArrayList<>())
          .add(new Parked(match, incoming.offset()));
    } else {
      shaper.take(match, incoming.offset());
    }
  }

  @Override
  public void command(Void command, Instant now, Outbox outbox) {
    throw new IllegalStateException("nobody sends commands to shapes");
  }

  @Override
  public void tick(Instant now, Outbox outbox) {
    if (!serving) {
      serving = true;
      replayed.values().forEach(this::take);
      replayed.clear();
      memories.keySet().forEach(name -> parked.computeIfAbsent(name, key -> new ArrayList<>()));
    }
    for (String name : List.copyOf(parked.keySet())) {
      Optional<Trigger> trigger = triggers.apply(name);
      if (trigger.isPresent()) {
        Shaper shaper = new Shaper(trigger.get(), memory(name));
        parked.remove(name).forEach(one -> shaper.take(one.match(), one.offset()));
        shapers.put(name, shaper);
        missingSince.remove(name);
      } else if (isGone(name, now)) {
        forget(name, parked.remove(name), now, outbox);
      }
    }
    for (String name : List.copyOf(shapers.keySet())) {
      try {
        look(name, now, outbox);
      } catch (RuntimeException e) {
        // One trigger must not stop the others. What it wanted written is not; its events stay
        // where
        // they are, and the next owner begins with them again.
        LOG.error("the shape of {} cannot be decided and stands still", name, e);
        shapers.remove(name);
        broken.add(name);
      }
    }
    metrics.waiting(
        partition,
        shapers.values().stream().mapToInt(Shaper::waiting).sum(),
        shapers.values().stream().filter(Shaper::stopped).count());
  }

  private boolean isGone(String name, Instant now) {
    Instant since = missingSince.computeIfAbsent(name, key -> now);
    return !since.plus(GONE_AFTER).isAfter(now);
  }

  private void forget(String name, List<Parked> waiting, Instant now, Outbox outbox) {
    missingSince.remove(name);
    for (Parked one : waiting) {
      outbox.write(
          DeadLetters.of("The trigger is there no more: define it, and replay.", one.match(), now));
      outbox.write(taken(one.match()));
    }
    ShapeMemory memory = memory(name);
    memory.clear();
    write(memory, outbox);
    memories.remove(name);
  }

  private void look(String name, Instant now, Outbox outbox) {
    Optional<Trigger> defined = triggers.apply(name);
    Shaper shaper = shapers.get(name);
    if (defined.isEmpty()) {
      shapers.remove(name);
      List<Parked> waiting = new ArrayList<>();
      shaper.pending().forEach(match -> waiting.add(new Parked(match, 0)));
      parked.put(name, waiting);
      return;
    }
    if (!isSame(defined.get(), shaper.trigger())) {
      Shaper changed = new Shaper(defined.get(), memory(name));
      shaper.pending().forEach(match -> changed.take(match, -1));
      shaper = changed;
      shapers.put(name, changed);
    }
    Optional<Long> from = shaper.wantsFrom();
    if (from.isPresent()) {
      MatchReader.Part part = reader.read(partition, from.get(), position, name);
      shaper.readOn(part.matches(), part.next() >= position ? null : part.next());
    }
    if (!shaper.nextLook().isAfter(now)) {
      decide(shaper, now, outbox);
    }
  }

  private static boolean isSame(Trigger one, Trigger other) {
    return one.definition().revision() == other.definition().revision()
        && one.definition().updatedAt().equals(other.definition().updatedAt());
  }

  private void decide(Shaper shaper, Instant now, Outbox outbox) {
    Trigger trigger = shaper.trigger();
    ShapeDecision decision =
        shaper.decide(now, jobs.apply(trigger.definition().spec().job()), check, position);
    List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
    decision.fired().forEach(fired -> records.add(fired.request().toRecord()));
    decision
        .refused()
        .forEach(refused -> records.add(DeadLetters.of(refused.reason(), refused.event(), now)));
    decision.done().forEach(event -> records.add(taken(event)));
    records.forEach(outbox::write);
    write(memory(trigger.name()), outbox);
    if (!decision.done().isEmpty()) {
      outbox.afterCommit(() -> metrics.count(decision));
    }
  }

  /** It waits no more. */
  private ProducerRecord<String, byte[]> taken(TriggerMatch match) {
    return new ProducerRecord<>(
        KindlingTopics.TRIGGER_MATCHES.name(), partition, match.recordKey(), null);
  }

  private void write(ShapeMemory memory, Outbox outbox) {
    memory
        .takeChanges()
        .forEach(
            (key, value) ->
                outbox.write(
                    new ProducerRecord<>(
                        KindlingTopics.TRIGGER_STATE.name(), partition, key, value)));
  }

  @Override
  public void lost() {
    metrics.waiting(partition, 0, 0);
  }
}
