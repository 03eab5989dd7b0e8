package dev.kindling.scheduler.cron;

import dev.kindling.kit.owner.Outbox;
import dev.kindling.kit.parameters.ParameterSchemas;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.RunRequest;
import dev.kindling.model.schedule.InstantDecision;
import dev.kindling.model.schedule.ScheduleDefinition;
import dev.kindling.model.schedule.ScheduleState;
import dev.kindling.scheduler.Samples;
import dev.kindling.scheduler.request.DefinitionBook;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Kafka and the owner loop for one partition of schedules, in memory and on one thread: two topics,
 * turns that commit or do not, owners that die at any moment. What was committed survives, the rest
 * does not.
 */
final class ScheduleWorld {
  private static final int PARTITION = 3;

  private final Random random;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final CronMetrics metrics = new CronMetrics(meters);
  private final List<ConsumerRecord<String, byte[]>> definitions = new ArrayList<>();
  private final List<ConsumerRecord<String, byte[]>> states = new ArrayList<>();
  private final List<RunRequest.Requested> requests = new ArrayList<>();
  private final Map<String, Map<Instant, Set<InstantDecision>>> decided = new HashMap<>();
  private final DefinitionBook<JobDefinition> jobs = Samples.book("etl");
  private final Surroundings surroundings =
      new Surroundings(
          jobs::find, new ParameterSchemas(), name -> Optional.empty(), runId -> Optional.empty());
  private Instant now = Samples.BEGIN;
  private Instant latest = now;
  private Instant alarm;
  private SchedulePartition owner;
  private int read;
  private int crashes;

  ScheduleWorld(Random random) {
    this.random = random;
  }

  Instant now() {
    return now;
  }

  /** The clock of another machine, which never goes back. */
  Instant gatewayNow() {
    return latest;
  }

  void pass(long seconds) {
    passTo(now.plusSeconds(seconds));
  }

  private void passTo(Instant instant) {
    now = instant;
    latest = now.isAfter(latest) ? now : latest;
  }

  /** On to the moment at which the partition wants to be woken, if that is still to come. */
  void passToAlarm() {
    if (alarm != null && alarm.isAfter(now)) {
      passTo(alarm);
    }
  }

  SimpleMeterRegistry meters() {
    return meters;
  }

  /** What the partition's alarm is set to; null for nothing. */
  Instant alarm() {
    return alarm;
  }

  int crashes() {
    return crashes;
  }

  void define(ScheduleDefinition definition) {
    append(definitions, "kindling.schedules", definition.name(), Json.bytes(definition));
  }

  void defineRaw(String name, byte[] value) {
    append(definitions, "kindling.schedules", name, value);
  }

  /** A job, as every owner sees it from now on. */
  void defineJob(JobDefinition job) {
    Samples.define(jobs, job);
  }

  void delete(String name) {
    append(definitions, "kindling.schedules", name, null);
  }

  /** A new owner: fences the one before, restores, is ready. */
  void takeOver() {
    owner =
        new SchedulePartition(
            PARTITION, surroundings, new RecordingAlarm(), new LookAhead(), () -> now, metrics);
    read = 0;
    List<ConsumerRecord<String, byte[]>> kept = compacted(states);
    kept.forEach(owner::restore);
    turn(outbox -> owner.restored(now, outbox), false);
  }

  void stop() {
    owner.lost();
  }

  /** The owner reads a few definitions, and ticks if it has read all that there are. */
  void turn(boolean mayCrash) {
    int until = Math.min(definitions.size(), read + 1 + random.nextInt(40));
    List<ConsumerRecord<String, byte[]>> batch = List.copyOf(definitions.subList(read, until));
    read = until;
    boolean caughtUp = read == definitions.size();
    turn(
        outbox -> {
          batch.forEach(record -> owner.input(record, now, outbox));
          if (caughtUp) {
            owner.tick(now, outbox);
          }
        },
        mayCrash);
  }

  /** Turns without accidents until all definitions are read and nothing is due. */
  void settle() {
    do {
      turn(false);
    } while (read < definitions.size());
    turn(false);
  }

  private void turn(Consumer<Outbox> work, boolean mayCrash) {
    Outbox outbox = new Outbox();
    work.accept(outbox);
    outbox.notBefore().filter(now::isBefore).ifPresent(this::passTo);
    if (mayCrash && random.nextInt(4) == 0) {
      crashes++;
      if (random.nextBoolean()) {
        commit(outbox.records());
      }
      takeOver();
      return;
    }
    commit(outbox.records());
    outbox.effects().forEach(Runnable::run);
  }

  private void commit(List<ProducerRecord<String, byte[]>> written) {
    List<RunRequest.Requested> asked = Samples.requests(written);
    if (asked.stream().anyMatch(one -> one.requestedAt().minusMillis(1).isAfter(now))) {
      throw new IllegalStateException("a run is asked for before its time: " + asked);
    }
    requests.addAll(asked);
    for (ProducerRecord<String, byte[]> one : written) {
      if (one.topic().equals("kindling.schedule-state")) {
        if (one.partition() == null || one.partition() != PARTITION) {
          throw new IllegalStateException("a state in the wrong partition: " + one);
        }
        append(states, one.topic(), one.key(), one.value());
        if (one.value() != null) {
          Json.read(one.value(), ScheduleState.class)
              .decisions()
              .forEach(
                  decision ->
                      decided
                          .computeIfAbsent(one.key(), name -> new HashMap<>())
                          .computeIfAbsent(decision.instant(), at -> new HashSet<>())
                          .add(decision));
        }
      }
    }
  }

  /** Some legal compaction: any value that a later one of its key replaces may be gone. */
  private List<ConsumerRecord<String, byte[]>> compacted(List<ConsumerRecord<String, byte[]>> log) {
    Map<String, Long> last = new HashMap<>();
    log.forEach(record -> last.put(record.key(), record.offset()));
    return log.stream()
        .filter(record -> last.get(record.key()) == record.offset() || random.nextBoolean())
        .toList();
  }

  private static void append(
      List<ConsumerRecord<String, byte[]>> log, String topic, String key, byte[] value) {
    log.add(Samples.consumed(topic, PARTITION, log.size(), key, value));
  }

  List<RunRequest.Requested> requests() {
    return requests;
  }

  /** Everything that was ever committed about the instants of a schedule. */
  Map<Instant, Set<InstantDecision>> decided(String name) {
    return decided.getOrDefault(name, Map.of());
  }

  /** The state that a new owner would find; null if there is none. */
  ScheduleState state(String name) {
    ScheduleState state = null;
    for (ConsumerRecord<String, byte[]> record : states) {
      if (record.key().equals(name)) {
        state = record.value() == null ? null : Json.read(record.value(), ScheduleState.class);
      }
    }
    return state;
  }

  private final class RecordingAlarm implements Alarm {
    @Override
    public void set(Instant at) {
      alarm = at;
    }

    @Override
    public void cancel() {
      alarm = null;
    }
  }
}
