package dev.kindling.kit.owner;

import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What one turn of an owner wants written, and done after that. The records of a turn are committed
 * in one transaction; only then do the effects run, in order, on the owner's thread. An effect must
 * not block: it starts something and returns.
 */
public final class Outbox {
  private final List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
  private final IdentityHashMap<ProducerRecord<String, byte[]>, LongConsumer> offsets =
      new IdentityHashMap<>();
  private final List<Runnable> effects = new ArrayList<>();
  private boolean proof;
  private Instant notBefore;

  /** Writes a record; its partition follows from the key unless the record names one. */
  public void write(ProducerRecord<String, byte[]> outgoing) {
    records.add(outgoing);
  }

  /**
   * As {@link #write(ProducerRecord)}; once the turn is committed, {@code offset} hears where the
   * record stands, before any effect.
   */
  public void write(ProducerRecord<String, byte[]> outgoing, LongConsumer offset) {
    records.add(outgoing);
    offsets.put(outgoing, offset);
  }

  /** Does something once all that was written in this turn is durable. */
  public void afterCommit(Runnable effect) {
    effects.add(effect);
  }

  /**
   * Makes this turn commit even if it writes nothing, so that its effects happen only if the
   * partition is still ours: whoever was fenced off meanwhile cannot commit. For answers that
   * somebody acts upon although no state changed.
   */
  public void prove() {
    proof = true;
  }

  /**
   * What this turn writes was decided ahead of its time: it is sent to the broker, and committed at
   * that instant or later (a clock that is put back meanwhile is waited for, for a second). Every
   * other partition of the loop waits for as long, and so do readers of what comes behind it: a
   * matter of milliseconds.
   */
  public void notBefore(Instant instant) {
    notBefore = instant;
  }

  /** When this turn may be committed; empty for at once. */
  public Optional<Instant> notBefore() {
    return Optional.ofNullable(notBefore);
  }

  /** Whether this turn neither writes nor does nor proves anything. */
  public boolean isIdle() {
    return !mustCommit() && effects.isEmpty();
  }

  /** Whether the effects of this turn have to wait for a commit of its own. */
  public boolean mustCommit() {
    return proof || !records.isEmpty();
  }

  /** What is to be written; owner loops and their fakes read it. */
  public List<ProducerRecord<String, byte[]>> records() {
    return records;
  }

  /** The record stands there; owner loops and their fakes call it after the commit. */
  public void written(ProducerRecord<String, byte[]> outgoing, long offset) {
    LongConsumer listener = offsets.get(outgoing);
    if (listener != null) {
      listener.accept(offset);
    }
  }

  /** What is to be done then. */
  public List<Runnable> effects() {
    return effects;
  }
}
