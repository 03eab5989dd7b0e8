package dev.kindling.scheduler.trigger;

import dev.kindling.kit.owner.Outbox;
import dev.kindling.kit.owner.OwnedPartition;
import dev.kindling.kit.parameters.ParameterCheck;
import dev.kindling.kit.trigger.Event;
import dev.kindling.kit.trigger.EventReader;
import dev.kindling.kit.trigger.MatchTopic;
import dev.kindling.kit.trigger.TriggerMachine;
import dev.kindling.kit.trigger.TriggerVerdict;
import dev.kindling.kit.trigger.UnreadableEvent;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.scheduler.request.DefinitionBook;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition of a topic that triggers listen to. Each event goes to every trigger of the topic;
 * the run requests, what waits for a trigger's shape, the dead letters and the consumed offset are
 * written in one turn. No event can stop it. Called on the owner loop's thread only.
 */
final class TriggerPartition implements OwnedPartition<Void> {
  private static final Logger LOG = LoggerFactory.getLogger(TriggerPartition.class);

  /** The events of one record, and each with its headers: a transaction must bear them. */
  private static final int MOST_WAITING_BYTES = 8_000_000;

  private static final TriggerVerdict TOO_MUCH =
      new TriggerVerdict.Refused(
          "The events of the batch, each with the headers of its record, are more than "
              + MOST_WAITING_BYTES
              + " bytes, and a trigger with a shape must keep them for a while: send fewer at once.");

  private final String cluster;
  private final DeadLetters letters;
  private final TriggerBook triggers;
  private final DefinitionBook<JobDefinition> jobs;
  private final ParameterCheck check;
  private final MatchTopic matches;
  private final InstantSource clock;
  private final TriggerMetrics metrics;

  /**
   * @param cluster that it is on; {@link TriggerBook#HOME} for the platform's own
   */
  TriggerPartition(
      String cluster,
      TriggerBook triggers,
      DefinitionBook<JobDefinition> jobs,
      ParameterCheck check,
      MatchTopic matches,
      InstantSource clock,
      TriggerMetrics metrics) {
    this.cluster = cluster;
    this.letters = new DeadLetters(cluster.equals(TriggerBook.HOME) ? null : cluster);
    this.triggers = triggers;
    this.jobs = jobs;
    this.check = check;
    this.matches = matches;
    this.clock = clock;
    this.metrics = metrics;
  }

  @Override
  public void restore(ConsumerRecord<String, byte[]> stored) {
    throw new IllegalStateException("triggers keep no state of their topics");
  }

  @Override
  public void restored(Instant now, Outbox outbox) {
    LOG.trace("nothing to restore");
  }

  @Override
  public void input(ConsumerRecord<String, byte[]> incoming, Instant now, Outbox outbox) {
    List<Trigger> listening = triggers.of(cluster, incoming.topic());
    if (listening.isEmpty()) {
      return;
    }
    List<Event> events;
    try {
      events = EventReader.read(incoming);
    } catch (UnreadableEvent e) {
      refuse(null, e.getMessage(), incoming, now, outbox);
      return;
    } catch (RuntimeException e) {
      LOG.error("reading {}-{}@{}", incoming.topic(), incoming.partition(), incoming.offset(), e);
      refuse(null, "Reading it failed, which is a fault of ours: " + e, incoming, now, outbox);
      return;
    }
    for (Trigger trigger : listening) {
      give(trigger, events, incoming, now, outbox);
    }
  }

  /** What a trigger refuses of one record is one letter, however many events that is. */
  private void give(
      Trigger trigger,
      List<Event> events,
      ConsumerRecord<String, byte[]> incoming,
      Instant now,
      Outbox outbox) {
    List<Integer> refusedEvents = new ArrayList<>();
    String reason = null;
    boolean single = events.size() == 1;
    int waiting = 0;
    for (int i = 0; i < events.size(); i++) {
      TriggerVerdict verdict = decide(trigger, events.get(i), incoming, single ? 0 : i + 1, now);
      if (verdict instanceof TriggerVerdict.Matched matched) {
        waiting += matched.sized().size();
        verdict = waiting > MOST_WAITING_BYTES ? TOO_MUCH : verdict;
      }
      if (verdict instanceof TriggerVerdict.Fired fired) {
        fired.records().forEach(outbox::write);
      } else if (verdict instanceof TriggerVerdict.Matched matched) {
        outbox.write(matches.put(matched.sized()));
      } else if (verdict instanceof TriggerVerdict.Refused refused) {
        refusedEvents.add(i + 1);
        reason = reason == null ? refused.reason() : reason;
      }
      count(verdict, incoming, outbox);
    }
    if (reason != null) {
      String which =
          single
              ? ""
              : refusedEvents.size() + " of " + events.size() + " events of the batch; the first: ";
      outbox.write(
          letters.of(
              trigger.name(), which + reason, single ? List.of() : refusedEvents, incoming, now));
    }
  }

  /** What nobody wants waits for no commit: a turn full of it needs none. */
  private void count(
      TriggerVerdict verdict, ConsumerRecord<String, byte[]> incoming, Outbox outbox) {
    if (verdict instanceof TriggerVerdict.Filtered || verdict instanceof TriggerVerdict.Paused) {
      metrics.count(verdict);
    } else {
      outbox.afterCommit(() -> committed(verdict, incoming));
    }
  }

  private TriggerVerdict decide(
      Trigger trigger,
      Event event,
      ConsumerRecord<String, byte[]> incoming,
      int index,
      Instant now) {
    try {
      return TriggerMachine.decide(
          trigger.definition(),
          trigger.mapping(),
          event,
          new TriggerMachine.Arrival(incoming, index, null),
          jobs.find(trigger.definition().spec().job()),
          check,
          now);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      // Whatever an expression costs, the event must not come again and again.
      LOG.error("the trigger {} failed; the event becomes a dead letter", trigger.name(), e);
      return new TriggerVerdict.Refused("Deciding failed, which is a fault of ours: " + e);
    }
  }

  private void refuse(
      String trigger,
      String reason,
      ConsumerRecord<String, byte[]> incoming,
      Instant now,
      Outbox outbox) {
    outbox.write(letters.of(trigger, reason, incoming, now));
    outbox.afterCommit(metrics::unreadable);
  }

  private void committed(TriggerVerdict verdict, ConsumerRecord<String, byte[]> event) {
    metrics.count(verdict);
    if (verdict instanceof TriggerVerdict.Fired) {
      metrics.committed(Duration.between(Instant.ofEpochMilli(event.timestamp()), clock.instant()));
    }
  }

  @Override
  public void command(Void command, Instant now, Outbox outbox) {
    throw new IllegalStateException("triggers take no commands");
  }

  @Override
  public void tick(Instant now, Outbox outbox) {
    LOG.trace("events come by themselves");
  }

  @Override
  public void lost() {
    LOG.trace("nobody waits for an answer");
  }
}
