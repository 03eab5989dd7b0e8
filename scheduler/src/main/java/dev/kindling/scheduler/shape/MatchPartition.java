package dev.kindling.scheduler.shape;

import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.owner.Outbox;
import dev.kindling.kit.owner.OwnedPartition;
import dev.kindling.kit.parameters.ParameterCheck;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.trigger.TriggerMatch;
import dev.kindling.model.trigger.TriggerState;
import dev.kindling.model.trigger.TriggerStop;
import dev.kindling.scheduler.trigger.DeadLetters;
import dev.kindling.scheduler.trigger.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
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
  private final Map<String, ArrayDeque<Taken>> parked = new HashMap<>();
  private final Map<String, Instant> missingSince = new HashMap<>();
  private final Map<String, ConsumerRecord<String, byte[]>> replayed = new LinkedHashMap<>();
  private final Map<String, Trigger> broken = new HashMap<>();
  private boolean serving;
  private long position;

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
    if (broken.containsKey(name)) {
      return;
    }
    Optional<Taken> event = MatchRecords.read(incoming);
    Shaper shaper = shapers.get(name);
    if (event.isPresent() && shaper != null) {
      shaper.take(event.get());
    } else if (event.isPresent() && isToRead(incoming)) {
      parked(name).add(event.get());
    }
  }

  /** The events of a trigger that is not there, or not yet. */
  private ArrayDeque<Taken> parked(String name) {
    return parked.computeIfAbsent(name, key -> new ArrayDeque<>());
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
      memories.keySet().forEach(this::parked);
    }
    TurnBudget budget = new TurnBudget();
    for (String name : List.copyOf(parked.keySet())) {
      Optional<Trigger> trigger = triggers.apply(name);
      if (trigger.isPresent()) {
        Shaper shaper = new Shaper(trigger.get(), memory(name));
        parked.remove(name).forEach(shaper::take);
        shapers.put(name, shaper);
        missingSince.remove(name);
      } else if (isGone(name, now)) {
        forget(name, now, budget, outbox);
      }
    }
    for (String name : List.copyOf(shapers.keySet())) {
      try {
        look(name, now, budget, outbox);
      } catch (KafkaException e) {
        throw e;
      } catch (RuntimeException e) {
        breakDown(name, e, now, outbox);
      }
    }
    broken.forEach(this::beginAnewIfChanged);
    metrics.waiting(
        partition,
        shapers.values().stream().mapToInt(Shaper::waiting).sum(),
        broken.size() + shapers.values().stream().filter(Shaper::stopped).count());
  }

  /**
   * One trigger must not stop the others. What it wanted written is not; its events stay where they
   * are, and its state says why.
   */
  private void breakDown(String name, RuntimeException fault, Instant now, Outbox outbox) {
    LOG.error("the shape of {} cannot be decided and stands still", name, fault);
    Trigger trigger = shapers.remove(name).trigger();
    broken.put(name, trigger);
    ShapeMemory fresh = new ShapeMemory(name);
    fresh.write(
        memory(name)
            .state()
            .orElseGet(() -> TriggerState.unknown(now))
            .stopped(
                trigger.definition().revision(),
                new TriggerStop(
                    now,
                    "It stopped by a fault of ours: "
                        + fault
                        + ". Its events wait. Resume or change it to try again, and tell us.")));
    write(fresh, outbox);
  }

  /** Its memory is half of one turn and half of another: only what Kafka has is good. */
  private void beginAnewIfChanged(String name, Trigger trigger) {
    Optional<Trigger> defined = triggers.apply(name);
    if (defined.isEmpty() || !isSame(defined.get(), trigger)) {
      throw new KafkaException("the trigger " + name + " was changed after a fault of ours");
    }
  }

  private boolean isGone(String name, Instant now) {
    Instant since = missingSince.computeIfAbsent(name, key -> now);
    return !since.plus(GONE_AFTER).isAfter(now);
  }

  /**
   * Its events are dead letters, those too that nobody has read yet; then there is no trace of it.
   */
  private void forget(String name, Instant now, TurnBudget budget, Outbox outbox) {
    ArrayDeque<Taken> waiting = parked(name);
    ShapeMemory memory = memory(name);
    Optional<TriggerState> unread = memory.state().filter(state -> state.unreadFrom() != null);
    if (waiting.isEmpty() && unread.isPresent()) {
      MatchReader.Part part = reader.read(partition, unread.get().unreadFrom(), position, name);
      waiting.addAll(part.events());
      memory.write(unread.get().unreadFrom(part.next() >= position ? null : part.next(), now));
    }
    ShapeDecision decision = new ShapeDecision(budget);
    while (!waiting.isEmpty() && decision.hasRoom()) {
      decision.refuse(
          waiting.removeFirst().match(), "The trigger is there no more: define it, and replay.");
    }
    write(decision, now, outbox);
    if (waiting.isEmpty()
        && memory.state().map(state -> state.unreadFrom() == null).orElse(true)
        && memory.clear()) {
      parked.remove(name);
      missingSince.remove(name);
      memories.remove(name);
    }
    write(memory, outbox);
  }

  private void look(String name, Instant now, TurnBudget budget, Outbox outbox) {
    Optional<Trigger> defined = triggers.apply(name);
    Shaper shaper = shapers.get(name);
    if (defined.isEmpty()) {
      shapers.remove(name);
      parked(name).addAll(shaper.pending());
      return;
    }
    if (!isSame(defined.get(), shaper.trigger())) {
      Shaper changed = new Shaper(defined.get(), memory(name));
      shaper.pending().forEach(changed::take);
      shaper = changed;
      shapers.put(name, changed);
    }
    Optional<Long> from = shaper.wantsFrom();
    if (from.isPresent()) {
      MatchReader.Part part = reader.read(partition, from.get(), position, name);
      shaper.readOn(part.events(), part.next() >= position ? null : part.next());
    }
    if (!shaper.nextLook().isAfter(now)) {
      Optional<JobDefinition> job = jobs.apply(defined.get().definition().spec().job());
      write(shaper.decide(now, job, check, position, budget), now, outbox);
      write(memory(name), outbox);
    }
  }

  private static boolean isSame(Trigger one, Trigger other) {
    return one.definition().revision() == other.definition().revision()
        && one.definition().updatedAt().equals(other.definition().updatedAt());
  }

  private void write(ShapeDecision decision, Instant now, Outbox outbox) {
    // All are made before one is written: a fault on the way must leave nothing half done.
    List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
    decision.fired().forEach(fired -> records.addAll(fired.run().records()));
    decision
        .refused()
        .forEach(refused -> records.add(DeadLetters.of(refused.reason(), refused.event(), now)));
    decision.done().forEach(event -> records.add(taken(event)));
    records.forEach(outbox::write);
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
