package dev.kindling.kit.owner;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * How far the owner of a journal's partition has consumed it, and where the next owner learns that.
 * Used on the owner loop's thread.
 *
 * <p>The position is committed with what was decided. Where a turn writes to the state's table,
 * each of its records there carries the position as a header, so that the last record of the table
 * tells it; only a turn that writes nothing there says it by itself, by a record of the {@link
 * PositionTable} or, where there is none, by the group's offset in its transaction. An offset in a
 * transaction costs a round trip and, back to back with the transaction before, a retry: several
 * times the rest of the commit (docs/adr/0005).
 *
 * <p>A turn that neither writes nor does anything needs no commit of its own: what it passed over
 * may be read once more. Its position goes with the next turn that writes, or alone after {@link
 * #PATIENCE}, so that a million records which nobody wants do not cost a thousand transactions.
 */
final class JournalPosition {
  /** On records of the state's table: the offset of the input that is to be read next. */
  static final String HEADER = "kindling-position";

  /** So long what was passed over stays uncommitted, in nanoseconds. */
  static final long PATIENCE = Duration.ofSeconds(1).toNanos();

  private static final long UNKNOWN = -1;

  private final Optional<String> table;
  private long next = UNKNOWN;
  private boolean groupIsBehind;
  private OptionalLong passedSince = OptionalLong.empty();

  /**
   * @param table the state's; empty where there is none, and the position is said by itself
   */
  JournalPosition(Optional<String> table) {
    this.table = table;
  }

  /**
   * Where to go on after a takeover: where the table's last record says, or the group if it is
   * further. Empty if neither says: then nothing was ever consumed.
   *
   * @param last record of the table, a deletion too
   * @param group what the group has committed
   */
  OptionalLong resume(
      Optional<ConsumerRecord<String, byte[]>> last, Optional<OffsetAndMetadata> group) {
    next =
        Math.max(
            last.map(JournalPosition::toldBy).orElse(UNKNOWN),
            group.map(OffsetAndMetadata::offset).orElse(UNKNOWN));
    return next == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(next);
  }

  private static long toldBy(ConsumerRecord<String, byte[]> stored) {
    Header header = stored.headers().lastHeader(HEADER);
    return header == null
        ? UNKNOWN
        : Long.parseLong(new String(header.value(), StandardCharsets.UTF_8));
  }

  /**
   * A turn consumed these and wants those written.
   *
   * @param idle whether the turn neither writes nor does anything
   * @param nanos the time, as of {@link System#nanoTime}
   * @return the offset that its transaction must commit; empty if there is nothing to commit, if
   *     its records carry the position now, or if what it passed over can wait
   */
  OptionalLong after(
      List<ConsumerRecord<String, byte[]>> consumed,
      List<ProducerRecord<String, byte[]>> written,
      boolean idle,
      long nanos) {
    if (!consumed.isEmpty()) {
      next = consumed.get(consumed.size() - 1).offset() + 1;
    }
    boolean carried = carriedBy(written);
    if (consumed.isEmpty() && passedSince.isEmpty()) {
      return OptionalLong.empty();
    }
    if (idle && nanos - passedSince.orElse(nanos) < PATIENCE) {
      passedSince = OptionalLong.of(passedSince.orElse(nanos));
      return OptionalLong.empty();
    }
    groupIsBehind |= carried;
    passedSince = OptionalLong.empty();
    return carried ? OptionalLong.empty() : OptionalLong.of(next);
  }

  /** Nothing was consumed yet; this is where it begins. */
  void begin(long first) {
    next = first;
  }

  /**
   * The position that the group does not know of at the end, for whoever has only the group to ask;
   * empty if it does, or if there is none.
   */
  OptionalLong farewell() {
    boolean isBehind = passedSince.isPresent() || groupIsBehind;
    passedSince = OptionalLong.empty();
    groupIsBehind = false;
    return isBehind && next != UNKNOWN ? OptionalLong.of(next) : OptionalLong.empty();
  }

  private boolean carriedBy(List<ProducerRecord<String, byte[]>> written) {
    if (table.isEmpty() || next == UNKNOWN) {
      return false;
    }
    byte[] told = Long.toString(next).getBytes(StandardCharsets.UTF_8);
    boolean carried = false;
    for (ProducerRecord<String, byte[]> one : written) {
      if (one.topic().equals(table.get())) {
        one.headers().add(HEADER, told);
        carried = true;
      }
    }
    return carried;
  }

  /** The group does not learn of the position that was said last, or would not hear of it. */
  void keepFromGroup() {
    groupIsBehind = true;
  }

  /**
   * The position that the group does not know of yet, once; empty if it does. For whoever looks at
   * the group's lag: the next owner does not need it, unless the table has become empty meanwhile.
   */
  Optional<OffsetAndMetadata> forGroup() {
    if (!groupIsBehind || next == UNKNOWN) {
      return Optional.empty();
    }
    groupIsBehind = false;
    return Optional.of(new OffsetAndMetadata(next));
  }
}
