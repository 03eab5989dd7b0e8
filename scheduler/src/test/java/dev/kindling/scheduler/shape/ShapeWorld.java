package dev.kindling.scheduler.shape;

import dev.kindling.kit.expression.Expressions;
import dev.kindling.kit.owner.Outbox;
import dev.kindling.kit.parameters.ParameterSchemas;
import dev.kindling.kit.trigger.EventCarrier;
import dev.kindling.kit.trigger.EventReader;
import dev.kindling.kit.trigger.Matches;
import dev.kindling.kit.trigger.UnreadableEvent;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.RunRequest;
import dev.kindling.model.trigger.DeadLetter;
import dev.kindling.model.trigger.TriggerDefinition;
import dev.kindling.model.trigger.TriggerMatch;
import dev.kindling.model.trigger.TriggerSpec;
import dev.kindling.model.trigger.TriggerState;
import dev.kindling.scheduler.Samples;
import dev.kindling.scheduler.request.DefinitionBook;
import dev.kindling.scheduler.trigger.Trigger;
import dev.kindling.scheduler.trigger.TriggerSamples;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A partition of waiting events with its tables in memory and a clock that is set by hand. A turn
 * is committed or, if the owner dies, was never there.
 */
final class ShapeWorld {
  private static final Expressions LANGUAGE = new Expressions();

  final DefinitionBook<JobDefinition> jobs = Samples.book("etl");
  final List<RunRequest.Requested> runs = new ArrayList<>();
  final List<Instant> runTimes = new ArrayList<>();
  final List<DeadLetter> letters = new ArrayList<>();
  final ByteArrayOutputStream files = new ByteArrayOutputStream();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Map<String, Trigger> triggers = new HashMap<>();
  private final List<ConsumerRecord<String, byte[]>> table = new ArrayList<>();
  private final Map<String, byte[]> state = new LinkedHashMap<>();
  private MatchPartition owner;
  private int read;
  private long next;
  private int partOfReader = Integer.MAX_VALUE;
  Instant now = Samples.BEGIN;

  ShapeWorld() {
    takeOver();
  }

  /** Defines a trigger, as a new revision. */
  void define(String name, String spec) {
    define(name, Json.read(spec, TriggerSpec.class));
  }

  void define(String name, TriggerSpec spec) {
    Trigger before = triggers.get(name);
    long revision = before == null ? 0 : before.definition().revision();
    TriggerDefinition definition = new TriggerDefinition(name, revision + 1, spec, now, "tester");
    // What is compiled is compiled once: a simulation changes a trigger very often.
    boolean same =
        before != null
            && spec.shape().equals(before.definition().spec().shape())
            && spec.parameters().equals(before.definition().spec().parameters());
    triggers.put(
        name,
        same
            ? new Trigger(definition, before.mapping(), before.topics())
            : TriggerSamples.ready(definition, LANGUAGE));
  }

  TriggerSpec spec(String name) {
    return triggers.get(name).definition().spec();
  }

  void undefine(String name) {
    triggers.remove(name);
  }

  /** The filter of a trigger lets a document through, now. */
  String event(String trigger, long offset, String document) {
    return put(match(trigger, offset, document, null));
  }

  /** A dead letter is replayed, now. */
  String replay(String trigger, String letter, long offset, String document) {
    return put(match(trigger, offset, document, letter));
  }

  private TriggerMatch match(String trigger, long offset, String document, String letter) {
    ConsumerRecord<String, byte[]> carrier =
        EventCarrier.of("orders", 0, offset, now, null, Map.of(), Samples.bytes(document));
    try {
      return Matches.of(trigger, null, EventReader.read(carrier).get(0), carrier, 0, letter, now);
    } catch (UnreadableEvent e) {
      throw new IllegalArgumentException(e);
    }
  }

  private String put(TriggerMatch match) {
    append(match.recordKey(), Json.bytes(match));
    return match.recordKey();
  }

  private void append(String key, byte[] value) {
    table.add(Samples.consumed("kindling.trigger-matches", 0, next++, key, value));
  }

  /**
   * What Kafka's compaction may take: whatever has been put and taken out again before the owner
   * has come this far.
   */
  void compact() {
    Map<String, Long> last = new HashMap<>();
    table.forEach(one -> last.put(one.key(), one.offset()));
    table.removeIf(
        one ->
            one.offset() < next - 1 && (one.offset() < last.get(one.key()) || one.value() == null));
  }

  /** Another owner begins with what is committed. */
  void takeOver() {
    owner =
        new MatchPartition(
            0,
            name -> Optional.ofNullable(triggers.get(name)),
            jobs::find,
            new ParameterSchemas(),
            this::readPart,
            new ShapeMetrics(meters, () -> now));
    state.forEach(
        (key, value) ->
            owner.restore(Samples.consumed("kindling.trigger-state", 0, 0, key, value)));
    owner.restored(now, new Outbox());
    read = 0;
  }

  /** The reader of what was passed over gives so many events at once. */
  void readInPartsOf(int events) {
    partOfReader = events;
  }

  private MatchReader.Part readPart(int partition, long from, long to, String trigger) {
    List<Taken> found = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> one : table) {
      if (one.offset() >= from
          && one.offset() < to
          && one.value() != null
          && ShapeMemory.triggerOf(one.key()).equals(trigger)) {
        MatchRecords.read(one).ifPresent(found::add);
      }
      if (found.size() == partOfReader) {
        return new MatchReader.Part(found, one.offset() + 1);
      }
    }
    return new MatchReader.Part(found, to);
  }

  /** One turn with all that has come; committed. */
  void turn() {
    commit(decide());
  }

  /** A turn whose owner dies before the commit. */
  void turnThatIsLost() {
    decide();
    takeOver();
  }

  private Outbox decide() {
    Outbox outbox = new Outbox();
    for (; read < table.size(); read++) {
      owner.input(table.get(read), now, outbox);
    }
    owner.tick(now, outbox);
    return outbox;
  }

  private void commit(Outbox outbox) {
    for (ProducerRecord<String, byte[]> record : outbox.records()) {
      switch (record.topic()) {
        case "kindling.trigger-matches" -> append(record.key(), record.value());
        case "kindling.trigger-state" -> {
          if (record.value() == null) {
            state.remove(record.key());
          } else {
            state.put(record.key(), record.value());
          }
        }
        case "kindling.run-requests" -> {
          runs.add((RunRequest.Requested) Json.read(record.value(), RunRequest.class));
          runTimes.add(now);
        }
        case "kindling.event-files" -> files.writeBytes(record.value());
        case "kindling.dead-letters" -> letters.add(Json.read(record.value(), DeadLetter.class));
        default -> throw new AssertionError(record.topic());
      }
    }
    outbox.effects().forEach(Runnable::run);
  }

  /** Time passes in steps of at most this, with a turn at each. */
  void pass(Duration span, Duration step) {
    Instant end = now.plus(span);
    while (now.isBefore(end)) {
      now = now.plus(step).isBefore(end) ? now.plus(step) : end;
      turn();
    }
  }

  void pass(Duration span) {
    pass(span, Duration.ofSeconds(1));
  }

  /** The events that wait, by their keys on the table. */
  List<String> waiting() {
    Map<String, byte[]> current = new LinkedHashMap<>();
    for (ConsumerRecord<String, byte[]> one : table) {
      if (one.value() == null) {
        current.remove(one.key());
      } else {
        current.put(one.key(), one.value());
      }
    }
    return List.copyOf(current.keySet());
  }

  Optional<TriggerState> stateOf(String trigger) {
    return Optional.ofNullable(state.get(trigger))
        .map(bytes -> Json.read(bytes, TriggerState.class));
  }

  /** The keys of all that is remembered. */
  List<String> remembered() {
    return List.copyOf(state.keySet());
  }

  double events(String fate) {
    return meters.get("kindling.trigger.shaped").tag("fate", fate).counter().count();
  }

  /** The parameter n of each run, as text. */
  List<String> numbers() {
    return runs.stream().map(run -> run.parameters().path("n").toString()).toList();
  }
}
