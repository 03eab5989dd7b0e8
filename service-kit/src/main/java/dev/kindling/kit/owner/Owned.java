package dev.kindling.kit.owner;

import dev.kindling.kit.kafka.PartitionReader;
import dev.kindling.kit.service.CommonConfig;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition in our hands: its logic, and how far it has been consumed. Used on the owner loop's
 * thread only.
 */
final class Owned<C> {
  private static final Logger LOG = LoggerFactory.getLogger(Owned.class);
  private final TopicPartition partition;
  private final boolean inputIsTable;
  private final JournalPosition position;
  private Optional<PositionBook> book = Optional.empty();
  private final boolean atHome;
  private final OwnedPartition<C> logic;
  private final Writer writer;
  private final InstantSource clock;
  private long readyAt;
  private boolean caughtUp;

  /**
   * @param writer nobody but whom can write for the partition
   */
  Owned(
      OwnerConfig what,
      TopicPartition partition,
      OwnedPartition<C> logic,
      Writer writer,
      InstantSource clock) {
    this.partition = partition;
    this.inputIsTable = what.inputIsTable();
    this.position = new JournalPosition(what.inputIsTable() ? Optional.empty() : what.stateTopic());
    this.atHome = what.elsewhere().isEmpty();
    this.logic = logic;
    this.writer = writer;
    this.clock = clock;
  }

  /**
   * Reads the state to the end that it has now; then it serves.
   *
   * @param positions where the owner has a table of them
   */
  void takeOver(
      CommonConfig config,
      OwnerConfig what,
      Consumer<String, byte[]> joined,
      Optional<ToldPositions> positions) {
    if (what.stateTopic().isPresent()) {
      restore(config, what.stateTopic().get(), joined);
    }
    if (inputIsTable) {
      joined.seekToBeginning(List.of(partition));
      readyAt = PartitionReader.end(config, partition);
    } else {
      book = positions.map(told -> told.book(partition));
      begin(joined, positions, what.since().apply(partition));
    }
    Outbox outbox = new Outbox();
    logic.restored(clock.instant(), outbox);
    Turn first = turn(joined, List.of(), outbox);
    if (first.mustCommit()) {
      writer.commit(List.of(first));
    }
    first.perform();
  }

  /** Reads the table, and goes on in the journal where its last record says, or the group. */
  private void restore(CommonConfig config, String topic, Consumer<String, byte[]> joined) {
    Optional<ConsumerRecord<String, byte[]>> last =
        PartitionReader.readToEnd(
            config, new TopicPartition(topic, partition.partition()), logic::restore);
    if (!inputIsTable) {
      position.resume(last, groupsPosition(joined)).ifPresent(next -> joined.seek(partition, next));
    }
  }

  /**
   * Where to go on in a partition by what a table of positions tells, and where to begin in one
   * that has never been read. That is committed at once: were it only remembered, the next owner
   * would find another "now" and lose what came in between.
   */
  private void begin(
      Consumer<String, byte[]> joined, Optional<ToldPositions> positions, Optional<Instant> since) {
    if (since.isEmpty() && book.isEmpty()) {
      return;
    }
    Optional<OffsetAndMetadata> group = atHome ? groupsPosition(joined) : Optional.empty();
    OptionalLong left = positions.map(told -> left(told, group)).orElse(OptionalLong.empty());
    left.ifPresent(next -> goOn(joined, next));
    if (left.isPresent() || group.isPresent()) {
      return;
    }
    // The end comes first: what arrives between the two questions is younger than both.
    long end = unwoken(() -> joined.endOffsets(List.of(partition))).get(partition);
    Map<TopicPartition, Long> time = Map.of(partition, since.orElse(Instant.EPOCH).toEpochMilli());
    OffsetAndTimestamp found = unwoken(() -> joined.offsetsForTimes(time)).get(partition);
    long first = found == null ? end : Math.min(end, found.offset());
    goOn(joined, first);
    Turn beginning =
        new Turn(
            partition,
            new Outbox(),
            book.map(own -> own.at(first)),
            atHome ? Optional.of(new OffsetAndMetadata(first)) : Optional.empty(),
            joined.groupMetadata());
    writer.commit(List.of(beginning));
    LOG.info("{} is read from offset {} on, for the first time", partition, first);
  }

  private Optional<OffsetAndMetadata> groupsPosition(Consumer<String, byte[]> joined) {
    return Optional.ofNullable(unwoken(() -> joined.committed(Set.of(partition))).get(partition));
  }

  /**
   * Where the table of positions has it that the owner before left off, or the group, whichever is
   * further. At home the group must know the partition, too: whoever makes it forget the topic
   * wants it read anew.
   */
  private OptionalLong left(ToldPositions positions, Optional<OffsetAndMetadata> group) {
    if (atHome && group.isEmpty()) {
      return OptionalLong.empty();
    }
    return LongStream.concat(
            positions.of(partition).stream(), group.stream().mapToLong(OffsetAndMetadata::offset))
        .max();
  }

  private void goOn(Consumer<String, byte[]> joined, long next) {
    joined.seek(partition, next);
    position.begin(next);
  }

  /** A wake-up is meant for the poll around us; left to go on, it would cost us the partition. */
  private static <T> T unwoken(Supplier<T> question) {
    while (true) {
      try {
        return question.get();
      } catch (WakeupException e) {
        LOG.trace("woken in the middle of taking a partition over; asking again");
      }
    }
  }

  /** Whether the input, where it is a table, has been read as far as it went at the start. */
  boolean caughtUp(Consumer<String, byte[]> joined) {
    try {
      caughtUp = caughtUp || readyAt == 0 || joined.position(partition) >= readyAt;
    } catch (WakeupException e) {
      LOG.trace("woken while asking for the position; the next turn asks again");
    }
    return caughtUp;
  }

  /** What a turn wants: decided, not yet committed. Empty if it wants nothing. */
  Optional<Turn> decide(
      Consumer<String, byte[]> joined,
      List<ConsumerRecord<String, byte[]>> incoming,
      List<C> commands,
      Instant now,
      boolean tick) {
    Outbox outbox = new Outbox();
    for (ConsumerRecord<String, byte[]> one : incoming) {
      logic.input(one, now, outbox);
    }
    for (C command : commands) {
      logic.command(command, now, outbox);
    }
    if (tick) {
      logic.tick(now, outbox);
    }
    Turn turn = turn(joined, incoming, outbox);
    return turn.isEmpty() ? Optional.empty() : Optional.of(turn);
  }

  private Turn turn(
      Consumer<String, byte[]> joined,
      List<ConsumerRecord<String, byte[]>> incoming,
      Outbox outbox) {
    OptionalLong next =
        position.after(
            inputIsTable ? List.of() : incoming,
            outbox.records(),
            outbox.isIdle(),
            System.nanoTime());
    // A transaction with nothing in it never reaches the coordinator and so proves nothing.
    if (outbox.mustCommit() && outbox.records().isEmpty() && next.isEmpty()) {
      next = OptionalLong.of(unwoken(() -> joined.position(partition)));
    }
    if (next.isPresent() && book.isPresent()) {
      position.keepFromGroup();
    }
    return next.isPresent()
        ? turn(outbox, next.getAsLong(), joined.groupMetadata())
        : new Turn(partition, outbox, Optional.empty(), Optional.empty(), joined.groupMetadata());
  }

  /** See {@link JournalPosition#forGroup}. */
  Optional<OffsetAndMetadata> positionForGroup() {
    return position.forGroup();
  }

  /** What was consumed is said in the table of positions, or to the group where there is none. */
  private Turn turn(Outbox outbox, long next, ConsumerGroupMetadata group) {
    return new Turn(
        partition,
        outbox,
        book.map(own -> own.at(next)),
        book.isPresent() ? Optional.empty() : Optional.of(new OffsetAndMetadata(next)),
        group);
  }

  /** The group was not told after all: it is tried again. */
  void untold() {
    position.keepFromGroup();
  }

  /** See {@link JournalPosition#farewell}; empty where nobody goes by the group. */
  OptionalLong farewell() {
    return atHome ? position.farewell() : OptionalLong.empty();
  }

  /** Gives it up. */
  void close() {
    logic.lost();
  }
}
