package dev.kindling.kit.owner;

import dev.kindling.kit.kafka.KafkaProperties;
import dev.kindling.kit.kafka.PartitionReader;
import dev.kindling.kit.service.CommonConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition in our hands: its transactional producer and its logic. Used on the owner loop's
 * thread only.
 */
final class Owned<C> {
  private static final Logger LOG = LoggerFactory.getLogger(Owned.class);
  private static final int COMMIT_TRIES = 3;

  /** Records that were decided ahead of their time are sent so long before it, each a bit more. */
  private static final Duration SENDING = Duration.ofMillis(4);

  private static final Duration SENDING_EACH = Duration.ofNanos(20_000);

  /** However the clock jumps, no wait is longer. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private final TopicPartition partition;
  private final boolean inputIsTable;
  private final JournalPosition position;
  private Optional<PositionBook> book = Optional.empty();
  private final boolean atHome;
  private final OwnedPartition<C> logic;
  private final Producer<String, byte[]> producer;
  private final InstantSource clock;
  private long readyAt;
  private boolean caughtUp;

  private Owned(
      OwnerConfig what,
      TopicPartition partition,
      OwnedPartition<C> logic,
      Producer<String, byte[]> producer,
      InstantSource clock) {
    this.partition = partition;
    this.inputIsTable = what.inputIsTable();
    this.position = new JournalPosition(what.inputIsTable() ? Optional.empty() : what.stateTopic());
    this.atHome = what.elsewhere().isEmpty();
    this.logic = logic;
    this.producer = producer;
    this.clock = clock;
  }

  /**
   * First of two steps: the owner before is fenced, its open transaction is aborted by {@code
   * initTransactions}.
   */
  static <C> Owned<C> fence(
      CommonConfig config,
      OwnerConfig what,
      TopicPartition partition,
      OwnedPartition<C> logic,
      InstantSource clock) {
    String id = what.name() + "-" + partition.topic() + "-" + partition.partition();
    Producer<String, byte[]> producer =
        new KafkaProducer<>(KafkaProperties.transactional(config, id));
    Owned<C> owned = new Owned<>(what, partition, logic, producer, clock);
    try {
      producer.initTransactions();
      return owned;
    } catch (RuntimeException e) {
      owned.close(true);
      throw e;
    }
  }

  /**
   * Second step: the state is read to the end that it has now, then it serves.
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
      first.commit();
    }
    first.perform();
  }

  TopicPartition partition() {
    return partition;
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
    producer.beginTransaction();
    book.ifPresent(own -> producer.send(own.at(first)));
    if (atHome) {
      tellGroup(first, joined.groupMetadata());
    }
    commitTransaction();
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
    return new Turn(outbox, next, joined.groupMetadata());
  }

  /** See {@link JournalPosition#forGroup}. */
  Optional<OffsetAndMetadata> positionForGroup() {
    return position.forGroup();
  }

  /** One turn of this partition, on its way from a decision to its effects. */
  final class Turn {
    private final Outbox outbox;
    private final OptionalLong next;
    private final ConsumerGroupMetadata group;

    private Turn(Outbox outbox, OptionalLong next, ConsumerGroupMetadata group) {
      this.outbox = outbox;
      this.next = next;
      this.group = group;
    }

    private boolean isEmpty() {
      return !mustCommit() && outbox.effects().isEmpty();
    }

    /** Whether there is something to commit before the effects may happen. */
    boolean mustCommit() {
      return outbox.mustCommit() || next.isPresent();
    }

    /** Commits, from any thread; blocks. Once it returns, what was decided is durable. */
    void commit() {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      Duration sending = SENDING.plus(SENDING_EACH.multipliedBy(outbox.records().size()));
      outbox.notBefore().ifPresent(at -> await(at.minus(sending)));
      producer.beginTransaction();
      for (ProducerRecord<String, byte[]> outgoing : outbox.records()) {
        sent.add(producer.send(outgoing));
      }
      if (next.isPresent()) {
        consumed(next.getAsLong(), group);
      }
      outbox.notBefore().ifPresent(Owned.this::await);
      commitTransaction();
      for (int i = 0; i < sent.size(); i++) {
        // A commit waits for all of them.
        outbox.written(outbox.records().get(i), offsetOf(sent.get(i)));
      }
    }

    /**
     * Runs the effects, on the owner's thread. What is committed stays committed: an effect that
     * fails must not keep the others from it.
     */
    void perform() {
      for (Runnable effect : outbox.effects()) {
        try {
          effect.run();
        } catch (RuntimeException e) {
          LOG.error("{}: an effect of a committed turn failed", partition, e);
        }
      }
    }
  }

  /**
   * Waits until an instant has come by the owner's clock, whatever that does meanwhile; only one
   * that is put back by more than {@link #LONGEST_WAIT} is not waited for to the end.
   */
  private void await(Instant at) {
    long end = System.nanoTime() + LONGEST_WAIT.toNanos();
    for (Duration left = Duration.between(clock.instant(), at);
        left.compareTo(Duration.ZERO) > 0 && System.nanoTime() < end;
        left = Duration.between(clock.instant(), at)) {
      LockSupport.parkNanos((left.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : left).toNanos());
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptException("interrupted before a commit");
      }
    }
  }

  /** Part of a transaction: this is where to go on. */
  private void consumed(long next, ConsumerGroupMetadata group) {
    if (book.isPresent()) {
      producer.send(book.get().at(next));
    } else {
      tellGroup(next, group);
    }
  }

  private void tellGroup(long next, ConsumerGroupMetadata group) {
    producer.sendOffsetsToTransaction(Map.of(partition, new OffsetAndMetadata(next)), group);
  }

  private static long offsetOf(Future<RecordMetadata> sent) {
    try {
      return sent.get().offset();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptException(e);
    } catch (ExecutionException e) {
      throw new KafkaException("a committed record failed", e.getCause());
    }
  }

  /** A commit that timed out may have happened: it is repeated, never aborted. */
  private void commitTransaction() {
    for (int attempt = 1; ; attempt++) {
      try {
        producer.commitTransaction();
        return;
      } catch (TimeoutException e) {
        if (attempt == COMMIT_TRIES) {
          throw e;
        }
        LOG.warn("the commit of {} timed out; it is repeated", partition);
      }
    }
  }

  /** The group was not told after all: it is tried again. */
  void untold() {
    position.keepFromGroup();
  }

  /** See {@link JournalPosition#farewell}; empty where nobody goes by the group. */
  OptionalLong farewell() {
    return atHome ? position.farewell() : OptionalLong.empty();
  }

  /** Gives it up. A fenced producer must not abort: the transaction is not its own any more. */
  void close(boolean fenced) {
    logic.lost();
    try {
      producer.close(fenced ? Duration.ZERO : Duration.ofSeconds(5));
    } catch (ProducerFencedException e) {
      LOG.debug("{} was fenced", partition);
    } catch (KafkaException e) {
      LOG.debug("the producer of {} did not close cleanly", partition, e);
    }
  }
}
