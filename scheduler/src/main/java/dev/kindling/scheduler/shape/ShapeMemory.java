package dev.kindling.scheduler.shape;

import dev.kindling.model.json.Json;
import dev.kindling.model.trigger.TriggerState;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the shape of one trigger has to remember, as {@code kindling.trigger-state} has it: beside
 * the state of the trigger itself, under its name, a record for each key that has been seen and for
 * each key that has had runs. What changes is collected, to be written with the rest of the turn.
 */
final class ShapeMemory {
  /** Some hundred bytes each. */
  static final int MOST_KEYS = 100_000;

  private static final String SEEN = "/seen/";
  private static final String BURST = "/debounce/";
  private static final int MOST_AT_ONCE = 1_000;
  private static final String STARTS = "/throttle/";

  private final String trigger;
  private final Map<String, Seen> seen = new HashMap<>();
  private final Map<String, Starts> starts = new HashMap<>();
  private final Map<String, Burst> bursts = new HashMap<>();
  private final Deadlines<String> deadlines = new Deadlines<>();
  private final Map<String, byte[]> changes = new LinkedHashMap<>();
  private TriggerState state;

  /**
   * A key that has been seen.
   *
   * @param by the event that it came with first
   * @param offset where that stands
   * @param until whatever comes with it before this is the same
   */
  private record Seen(String by, long offset, Instant until) {}

  /**
   * The runs of a key.
   *
   * @param until they say nothing after this
   */
  private record Starts(List<Instant> starts, Instant until) {}

  /**
   * Events that follow each other closely.
   *
   * @param since when the first came
   * @param first where the first stands
   * @param last where the last stands, once they are over; null before
   * @param until it says nothing after this
   */
  record Burst(Instant since, long first, Long last, Instant until) {}

  ShapeMemory(String trigger) {
    this.trigger = trigger;
  }

  /** The trigger that a record of the table is about. */
  static String triggerOf(String key) {
    int slash = key.indexOf('/');
    return slash < 0 ? key : key.substring(0, slash);
  }

  /** One record of the table; a null value means that it is gone. */
  void restore(String key, byte[] value) {
    if (key.startsWith(trigger + SEEN)) {
      restore(key, value, Seen.class, seen).map(Seen::until).ifPresent(t -> deadlines.set(key, t));
    } else if (key.startsWith(trigger + STARTS)) {
      restore(key, value, Starts.class, starts)
          .map(Starts::until)
          .ifPresent(t -> deadlines.set(key, t));
    } else if (key.startsWith(trigger + BURST)) {
      restore(key, value, Burst.class, bursts)
          .map(Burst::until)
          .ifPresent(t -> deadlines.set(key, t));
    } else {
      state = value == null ? null : Json.read(value, TriggerState.class);
    }
  }

  private <T> Optional<T> restore(String key, byte[] value, Class<T> type, Map<String, T> all) {
    if (value == null) {
      all.remove(key);
      deadlines.remove(key);
      return Optional.empty();
    }
    T one = Json.read(value, type);
    all.put(key, one);
    return Optional.of(one);
  }

  /** The state of the trigger as it was written last; empty if it never was. */
  Optional<TriggerState> state() {
    return Optional.ofNullable(state);
  }

  void write(TriggerState next) {
    state = next;
    changes.put(trigger, Json.bytes(next));
  }

  /** Whether it remembers as many keys as it may. */
  boolean isFull() {
    return seen.size() >= MOST_KEYS;
  }

  /**
   * Whether another event has come with this key, and what it keeps away is not over; if not, this
   * one has come, and keeps others away.
   *
   * @param until others are kept away before this
   */
  boolean isRepeated(String key, Taken event, Instant until) {
    String record = trigger + SEEN + KeyHash.of(key);
    String by = event.match().recordKey();
    Seen before = seen.get(record);
    if (before != null && (by.equals(before.by()) || event.offset() < before.offset())) {
      // It was let through before, and has waited since; the next owner looks at it again.
      return false;
    }
    if (before != null && before.until().isAfter(event.match().at())) {
      return true;
    }
    Seen now = new Seen(by, event.offset(), until);
    seen.put(record, now);
    deadlines.set(record, until);
    changes.put(record, Json.bytes(now));
    return false;
  }

  /** Whether the event of a dead letter has come to an end after a replay. */
  boolean hasEnded(String letter) {
    return seen.containsKey(letterRecord(letter));
  }

  /** It has; which is remembered until then. */
  void endLetter(String letter, Instant until) {
    Seen ended = new Seen(null, 0, until);
    seen.put(letterRecord(letter), ended);
    deadlines.set(letterRecord(letter), until);
    changes.put(letterRecord(letter), Json.bytes(ended));
  }

  private String letterRecord(String letter) {
    // No key of an event looks like this: its hash is longer.
    return trigger + SEEN + "letter-" + letter;
  }

  /** When the runs of a key were asked for. */
  List<Instant> starts(String key) {
    Starts known = starts.get(trigger + STARTS + KeyHash.of(key));
    return known == null ? List.of() : known.starts();
  }

  /** They were asked for at these times, which counts until then. */
  void starts(String key, List<Instant> times, Instant until) {
    String record = trigger + STARTS + KeyHash.of(key);
    Starts now = new Starts(times, until);
    starts.put(record, now);
    deadlines.set(record, until);
    changes.put(record, Json.bytes(now));
  }

  /** The last burst of a key, as long as it says anything. */
  Optional<Burst> burst(String key) {
    return Optional.ofNullable(bursts.get(trigger + BURST + KeyHash.of(key)));
  }

  void burst(String key, Burst burst) {
    String record = trigger + BURST + KeyHash.of(key);
    bursts.put(record, burst);
    deadlines.set(record, burst.until());
    changes.put(record, Json.bytes(burst));
  }

  /** Forgets what says nothing any more; in parts, if it is very much. */
  void pass(Instant now) {
    deadlines.due(now).stream().limit(MOST_AT_ONCE).forEach(this::forget);
  }

  private void forget(String record) {
    deadlines.remove(record);
    seen.remove(record);
    starts.remove(record);
    bursts.remove(record);
    changes.put(record, null);
  }

  /**
   * Forgets everything, in parts if it is very much.
   *
   * @return whether nothing is left
   */
  boolean clear() {
    Stream.of(seen, starts, bursts)
        .flatMap(some -> some.keySet().stream())
        .limit(MOST_AT_ONCE)
        .toList()
        .forEach(this::forget);
    if (!seen.isEmpty() || !starts.isEmpty() || !bursts.isEmpty()) {
      return false;
    }
    if (state != null) {
      state = null;
      changes.put(trigger, null);
    }
    return true;
  }

  /** When {@link #pass} has something to do. */
  Optional<Instant> next() {
    return deadlines.next();
  }

  /** What has changed since this was asked last: key → value, null where it is gone. */
  Map<String, byte[]> takeChanges() {
    Map<String, byte[]> taken = new LinkedHashMap<>(changes);
    changes.clear();
    return taken;
  }
}
