package dev.kindling.kit.owner;

import dev.kindling.kit.service.CommonConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that are an owner loop's own, how they come and go, and the loop's one {@link
 * Writer}, which is there from the first partition to the loop's end, or to a failure.
 *
 * <p>Guarantees: a partition is among them only once the {@link Fence} is raised for it and its
 * state is restored; one that is given back is not among them any more before the fence is lowered.
 *
 * <p>Used on the loop's thread; which partitions there are may be asked from any. What fails with a
 * {@link KafkaException} fails the loop, which then {@link #abandon}s all.
 *
 * @param <C> the commands of the partitions
 */
final class Holdings<C> {
  private static final Logger LOG = LoggerFactory.getLogger(Holdings.class);

  private final CommonConfig config;
  private final OwnerConfig what;
  private final Function<TopicPartition, OwnedPartition<C>> partitions;
  private final InstantSource clock;
  private final Fence fence;
  private final Timer commits;
  private final Timer restores;
  private final Counter losses;
  private final Map<TopicPartition, Owned<C>> owned = new ConcurrentHashMap<>();
  private final Map<TopicPartition, Owned<C>> all = Collections.unmodifiableMap(owned);

  /** Null before the first partition is ours, and after it has failed. */
  private Writer writer;

  /** The id of the writer that has failed last, until nobody can write under it. */
  private Optional<String> dropped = Optional.empty();

  Holdings(
      CommonConfig config,
      OwnerConfig what,
      Function<TopicPartition, OwnedPartition<C>> partitions,
      InstantSource clock,
      MeterRegistry meters) {
    this.config = config;
    this.what = what;
    this.partitions = partitions;
    this.clock = clock;
    this.fence = new Fence(config, what.name());
    this.commits =
        timer(
            meters,
            "kindling.owner.commit",
            "from the decisions of a round to their commits, with the wait for an instant");
    this.restores = timer(meters, "kindling.owner.restore", "from an assignment to serving");
    this.losses = Counter.builder("kindling.owner.lost").tag("owner", what.name()).register(meters);
  }

  private Timer timer(MeterRegistry meters, String name, String description) {
    return Timer.builder(name)
        .description(description)
        .tag("owner", what.name())
        .publishPercentileHistogram()
        .register(meters);
  }

  /** From any thread. */
  boolean has(TopicPartition partition) {
    return owned.containsKey(partition);
  }

  /** From any thread. */
  int size() {
    return owned.size();
  }

  /** As they are now; from any thread. */
  Set<TopicPartition> partitions() {
    return Set.copyOf(owned.keySet());
  }

  /** As they come and go. */
  Map<TopicPartition, Owned<C>> all() {
    return all;
  }

  /** Commits the turns of a round, those of an instant in one transaction. */
  void commit(List<Turn> turns) {
    SortedMap<Instant, List<Turn>> byInstant = new TreeMap<>();
    for (Turn turn : turns) {
      if (turn.mustCommit()) {
        byInstant.computeIfAbsent(turn.notBefore(), none -> new ArrayList<>()).add(turn);
      }
    }
    if (!byInstant.isEmpty()) {
      long begin = System.nanoTime();
      byInstant.values().forEach(writer::commit);
      commits.record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
    }
  }

  /** Follows what the group assigns to this consumer: inside its poll, between two turns. */
  ConsumerRebalanceListener following(Consumer<String, byte[]> joined) {
    return new ConsumerRebalanceListener() {
      @Override
      public void onPartitionsAssigned(Collection<TopicPartition> added) {
        if (!added.isEmpty()) {
          take(joined, added);
        }
      }

      @Override
      public void onPartitionsRevoked(Collection<TopicPartition> gone) {
        // Nothing is in flight between two turns: what was decided is committed.
        giveBack(joined, gone);
      }

      @Override
      public void onPartitionsLost(Collection<TopicPartition> gone) {
        drop(gone);
        if (owned.isEmpty()) {
          dropWriter();
        }
      }
    };
  }

  private void take(Consumer<String, byte[]> joined, Collection<TopicPartition> added) {
    long begin = System.nanoTime();
    if (writer == null) {
      // It may hold up the table of writers itself.
      dropped.ifPresent(fence::off);
      dropped = Optional.empty();
      writer = Writer.open(config, what.name(), clock);
    }
    fence.raise(added, writer);
    Optional<ToldPositions> positions =
        what.positions().map(table -> ToldPositions.read(config, what, table, added));
    for (TopicPartition partition : added) {
      Owned<C> one = new Owned<>(what, partition, partitions.apply(partition), writer, clock);
      try {
        one.takeOver(config, what, joined, positions);
      } catch (RuntimeException e) {
        one.close();
        throw e;
      }
      owned.put(partition, one);
      restores.record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
    }
    LOG.info("{} owns {} now", what.name(), this);
  }

  private void giveBack(Consumer<String, byte[]> joined, Collection<TopicPartition> leaving) {
    Map<TopicPartition, Owned<C>> ours = new HashMap<>(owned);
    ours.keySet().retainAll(leaving);
    if (ours.isEmpty()) {
      return;
    }
    GroupNews.tellAtLast(joined, ours);
    drop(ours.keySet());
    try {
      writer.commitRecords(fence.lower(ours.keySet()));
    } catch (KafkaException e) {
      // In a rebalance others may be assigned all the same, before the poll ends with this.
      dropWriter();
      throw e;
    }
  }

  /** Gives all back, at the end; nobody hears of a failure: the next owner fences us off. */
  void leave(Consumer<String, byte[]> joined) {
    try {
      giveBack(joined, partitions());
      if (writer != null) {
        writer.close();
        writer = null;
      }
    } catch (KafkaException e) {
      LOG.debug("{} could not say that it gives its partitions back", what.name(), e);
    }
  }

  /** Drops all, after a failure: the next owner fences us off. */
  void abandon() {
    drop(partitions());
    dropWriter();
  }

  private void drop(Collection<TopicPartition> gone) {
    for (TopicPartition partition : gone) {
      Owned<C> one = owned.remove(partition);
      if (one != null) {
        losses.increment();
        one.close();
      }
    }
  }

  /** What it may have left open is ended by the next owner, which may be this loop. */
  private void dropWriter() {
    if (writer != null) {
      dropped = Optional.of(writer.id());
      writer.drop();
      writer = null;
    }
  }

  /** Their names, for people. */
  @Override
  public String toString() {
    List<String> names = partitions().stream().map(TopicPartition::toString).sorted().toList();
    return names.isEmpty() ? "no partition at the moment" : String.join(", ", names);
  }
}
