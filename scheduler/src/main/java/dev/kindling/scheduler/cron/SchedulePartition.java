package dev.kindling.scheduler.cron;

import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.owner.Outbox;
import dev.kindling.kit.owner.OwnedPartition;
import dev.kindling.model.json.Json;
import dev.kindling.model.schedule.ScheduleDefinition;
import dev.kindling.model.schedule.ScheduleState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schedules of one partition: {@code kindling.schedules} is the input, {@code
 * kindling.schedule-state} what has been decided. A decision and its run request are written in one
 * turn, so each instant is decided once. What is due in a moment is decided ahead, so that nothing
 * is left to be done at its instant but the commit. Called on the owner loop's thread only.
 */
final class SchedulePartition implements OwnedPartition<Wake> {
  private static final Logger LOG = LoggerFactory.getLogger(SchedulePartition.class);

  /** Bounds a transaction when very many schedules are due at once; the rest follows at once. */
  private static final int MOST_PER_TURN = 5_000;

  private final int partition;
  private final Surroundings surroundings;
  private final Alarm alarm;
  private final LookAhead ahead;
  private final InstantSource clock;
  private final CronMetrics metrics;
  private final Map<String, ScheduleState> states = new HashMap<>();
  private final Map<String, Schedule> schedules = new HashMap<>();
  private final Past past = new Past();
  private final Set<String> unreadable = new HashSet<>();
  private final Agenda agenda = new Agenda();
  private boolean complete;

  SchedulePartition(
      int partition,
      Surroundings surroundings,
      Alarm alarm,
      LookAhead ahead,
      InstantSource clock,
      CronMetrics metrics) {
    this.partition = partition;
    this.surroundings = surroundings;
    this.alarm = alarm;
    this.ahead = ahead;
    this.clock = clock;
    this.metrics = metrics;
  }

  @Override
  public void restore(ConsumerRecord<String, byte[]> stored) {
    if (stored.value() == null) {
      states.remove(stored.key());
    } else {
      states.put(shared(stored.key()), Json.readToHold(stored.value(), ScheduleState.class));
    }
  }

  @Override
  public void restored(Instant now, Outbox outbox) {
    LOG.debug("partition {} has the states of {} schedules", partition, states.size());
  }

  @Override
  public void input(ConsumerRecord<String, byte[]> incoming, Instant now, Outbox outbox) {
    if (incoming.key() == null) {
      return;
    }
    String name = shared(incoming.key());
    Schedule changed = incoming.value() == null ? null : read(name, incoming.value());
    if (changed == null && incoming.value() != null) {
      unreadable.add(name);
    } else {
      unreadable.remove(name);
    }
    if (!complete) {
      past.add(name, changed);
      return;
    }
    Schedule before = schedules.get(name);
    if (before != null && changed != null) {
      succeed(before, changed, now, outbox);
    }
    put(name, changed);
    if (incoming.value() == null) {
      forget(name, outbox);
    }
  }

  @Override
  public void command(Wake command, Instant now, Outbox outbox) {
    LOG.trace("woken; the tick of this turn decides");
  }

  @Override
  public void tick(Instant now, Outbox outbox) {
    if (!complete) {
      complete = true;
      catchUp(now, outbox);
    }
    Instant at = agenda.next().filter(due -> ahead.isNear(due, now)).orElse(now);
    if (at.isAfter(now)) {
      outbox.notBefore(at);
    }
    decideBy(at, outbox);
    agenda.next().ifPresentOrElse(this::awaitNext, this::awaitNothing);
  }

  private void awaitNext(Instant due) {
    ahead.next(partition, due, Math.min(agenda.dueAt(due), MOST_PER_TURN));
    alarm.set(ahead.decided(due));
  }

  private void awaitNothing() {
    ahead.nothing(partition);
    alarm.cancel();
  }

  private void decideBy(Instant at, Outbox outbox) {
    int decided = 0;
    for (String name = agenda.first(at).orElse(null);
        name != null && decided < MOST_PER_TURN;
        name = agenda.first(at).orElse(null)) {
      Schedule schedule = schedules.get(name);
      ScheduleDecision decision =
          ScheduleMachine.decide(schedule, states.get(name), surroundings, at);
      write(name, decision, outbox);
      agenda.put(name, schedule.due(states.get(name)));
      decided += Math.max(1, decision.requests().size());
    }
  }

  @Override
  public void lost() {
    awaitNothing();
    metrics.owned(-schedules.size());
  }

  /** The table has been read: what was due under a definition up to its successor comes first. */
  private void catchUp(Instant now, Outbox outbox) {
    past.forEach(
        (name, versions) -> {
          for (int i = 1; i < versions.size(); i++) {
            succeed(versions.get(i - 1), versions.get(i), now, outbox);
          }
          put(name, versions.get(versions.size() - 1));
        });
    past.clear();
    Set<String> orphans = new HashSet<>(states.keySet());
    orphans.removeAll(schedules.keySet());
    orphans.removeAll(unreadable);
    orphans.forEach(name -> forget(name, outbox));
  }

  /**
   * What was due under the old definition while it was in force is decided by it; so is an instant
   * that was decided ahead when the change came.
   */
  private void succeed(Schedule before, Schedule after, Instant now, Outbox outbox) {
    Instant change = after.definition().updatedAt();
    Instant replaced = change.isBefore(now) ? change : now;
    write(
        before.name(),
        ScheduleMachine.settle(before, states.get(before.name()), surroundings, replaced, now),
        outbox);
  }

  private void write(String name, ScheduleDecision decision, Outbox outbox) {
    if (!decision.decided()) {
      return;
    }
    states.put(name, decision.state());
    outbox.write(state(name, Json.bytes(decision.state())));
    decision.requests().forEach(request -> outbox.write(request.toRecord()));
    outbox.afterCommit(
        () -> {
          metrics.decided(decision.verdicts());
          if (!decision.requests().isEmpty()) {
            metrics.committed(Duration.between(decision.instant(), clock.instant()));
          }
        });
  }

  private Schedule read(String name, byte[] value) {
    try {
      ScheduleDefinition definition = Json.readToHold(value, ScheduleDefinition.class);
      if (!name.equals(definition.name())) {
        throw new IllegalArgumentException("it stands under a key that is not its name");
      }
      return Schedule.of(definition);
    } catch (RuntimeException e) {
      // The gateway writes only what passed its check; whoever wrote this, the others must go on.
      LOG.warn("the schedule {} cannot be used and does not fire: {}", name, e.toString());
      metrics.unreadable();
      return null;
    }
  }

  /** A name stands in several tables: one object for all, which {@link Json#readToHold} has too. */
  private static String shared(String name) {
    return name.intern();
  }

  /** Sets a schedule, or removes it where it is null. */
  private void put(String name, Schedule schedule) {
    Schedule before = schedule == null ? schedules.remove(name) : schedules.put(name, schedule);
    agenda.put(name, schedule == null ? Optional.empty() : schedule.due(states.get(name)));
    metrics.owned((schedule == null ? 0 : 1) - (before == null ? 0 : 1));
  }

  private void forget(String name, Outbox outbox) {
    if (states.remove(name) != null) {
      outbox.write(state(name, null));
    }
  }

  /** In the partition of the same number, which is the one that the next owner restores from. */
  private ProducerRecord<String, byte[]> state(String name, byte[] value) {
    return new ProducerRecord<>(KindlingTopics.SCHEDULE_STATE.name(), partition, name, value);
  }
}
