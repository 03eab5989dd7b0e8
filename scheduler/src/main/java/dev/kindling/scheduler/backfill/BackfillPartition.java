package dev.kindling.scheduler.backfill;

import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.owner.Outbox;
import dev.kindling.kit.owner.OwnedPartition;
import dev.kindling.kit.parameters.ParameterCheck;
import dev.kindling.model.backfill.BackfillDefinition;
import dev.kindling.model.backfill.BackfillState;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.RunState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
 * The backfills of one partition: {@code kindling.backfills} is the input, {@code
 * kindling.backfill-state} how far they have come. State and run requests are written in one turn,
 * so each instant is asked for once. Called on the owner loop's thread only.
 */
final class BackfillPartition implements OwnedPartition<Void> {
  private static final Logger LOG = LoggerFactory.getLogger(BackfillPartition.class);

  private final int partition;
  private final Function<String, Optional<JobDefinition>> jobs;
  private final ParameterCheck check;
  private final Function<String, Optional<RunState>> ends;
  private final Map<String, BackfillState> states = new HashMap<>();
  private final Map<String, BackfillDefinition> backfills = new HashMap<>();
  private final Set<String> unreadable = new HashSet<>();
  private final Set<String> failing = new HashSet<>();

  BackfillPartition(
      int partition,
      Function<String, Optional<JobDefinition>> jobs,
      ParameterCheck check,
      Function<String, Optional<RunState>> ends) {
    this.partition = partition;
    this.jobs = jobs;
    this.check = check;
    this.ends = ends;
  }

  @Override
  public void restore(ConsumerRecord<String, byte[]> stored) {
    if (stored.value() == null) {
      states.remove(stored.key());
    } else {
      states.put(stored.key(), Json.read(stored.value(), BackfillState.class));
    }
  }

  @Override
  public void restored(Instant now, Outbox outbox) {
    LOG.debug("partition {} has the states of {} backfills", partition, states.size());
  }

  @Override
  public void input(ConsumerRecord<String, byte[]> incoming, Instant now, Outbox outbox) {
    String name = incoming.key();
    if (name == null) {
      return;
    }
    if (incoming.value() == null) {
      backfills.remove(name);
      unreadable.remove(name);
      return;
    }
    try {
      backfills.put(name, Json.read(incoming.value(), BackfillDefinition.class));
    } catch (RuntimeException e) {
      // The gateway writes only what passed its check; whoever wrote this, the others must go on.
      LOG.warn("the backfill {} cannot be used and does nothing: {}", name, e.toString());
      backfills.remove(name);
      unreadable.add(name);
    }
  }

  @Override
  public void command(Void command, Instant now, Outbox outbox) {
    throw new IllegalStateException("nobody sends commands to backfills");
  }

  /** Comes ten times a second, and only after the whole table has been read. */
  @Override
  public void tick(Instant now, Outbox outbox) {
    backfills.forEach((name, backfill) -> goOn(backfill, now, outbox));
    List<String> orphans = new ArrayList<>(states.keySet());
    orphans.removeAll(backfills.keySet());
    orphans.removeAll(unreadable);
    for (String name : orphans) {
      states.remove(name);
      outbox.write(state(name, null));
    }
  }

  private void goOn(BackfillDefinition backfill, Instant now, Outbox outbox) {
    String name = backfill.name();
    BackfillState before = states.get(name);
    if (before != null
        && before.isOver()
        && before.revision() == backfill.revision()
        && backfill.spec().createdAt().equals(before.createdAt())) {
      return;
    }
    BackfillDecision decision;
    try {
      decision = BackfillMachine.decide(backfill, before, jobs, check, ends, now);
    } catch (RuntimeException e) {
      // One backfill must not stop the others; it is looked at again, and said once.
      if (failing.add(name)) {
        LOG.error("the backfill {} cannot be decided and stands still", name, e);
      }
      return;
    }
    failing.remove(name);
    if (decision.state().equals(before)) {
      return;
    }
    states.put(name, decision.state());
    outbox.write(state(name, Json.bytes(decision.state())));
    decision.requests().forEach(request -> outbox.write(request.toRecord()));
    decision
        .cancels()
        .forEach(
            cancel ->
                outbox.write(
                    new ProducerRecord<>(
                        KindlingTopics.RUN_REQUESTS.name(),
                        cancel.routingKey(),
                        Json.bytes(cancel.request()))));
  }

  @Override
  public void lost() {
    LOG.debug("partition {} of backfills is somebody else's", partition);
  }

  /** In the partition of the same number, which is the one that the next owner restores from. */
  private ProducerRecord<String, byte[]> state(String name, byte[] value) {
    return new ProducerRecord<>(KindlingTopics.BACKFILL_STATE.name(), partition, name, value);
  }
}
