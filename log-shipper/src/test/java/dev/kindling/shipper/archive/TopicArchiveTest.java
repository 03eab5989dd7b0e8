package dev.kindling.shipper.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.model.json.Json;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The archive on Kafka's own fake of a consumer. */
class TopicArchiveTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final TopicPartition FIRST = new TopicPartition(KindlingTopics.RUNS.name(), 0);
  private static final TopicPartition SECOND = new TopicPartition(KindlingTopics.RUNS.name(), 1);

  private final Rereading consumer = new Rereading();
  private final Store store = new Store();
  private final TopicArchive archive =
      new TopicArchive(ArchivedTopic.RUNS, () -> consumer, store, new SimpleMeterRegistry());

  @BeforeEach
  void beginWithTheFirstPartition() {
    consumer.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L));
    consumer.schedulePollTask(() -> consumer.rebalance(List.of(FIRST)));
  }

  @AfterEach
  void close() throws InterruptedException {
    archive.close();
  }

  @Test
  void offsetShouldBeCommittedOnlyWhenElasticsearchHasWhatIsBelowIt() {
    store.outages.set(3);
    consumer.schedulePollTask(() -> consumer.addRecord(run(FIRST, 0, "run-1")));

    archive.start();

    await(() -> committed(FIRST) == 1);
    assertThat(store.committedAtFailures).allMatch(Optional::isEmpty);
    assertThat(store.ids).containsExactly("run-1");
  }

  @Test
  void recordsOfAPartitionThatARebalanceBringsMeanwhileShouldBeArchivedToo() {
    // given: Elasticsearch is away, and while the archive waits for it a partition comes along
    store.outages.set(2);
    store.atFailure =
        () ->
            consumer.schedulePollTask(
                () -> {
                  if (!consumer.assignment().contains(SECOND)) {
                    consumer.rebalance(List.of(FIRST, SECOND));
                    consumer.addRecord(run(SECOND, 0, "run-2"));
                    consumer.addRecord(run(SECOND, 1, "run-3"));
                  }
                });
    consumer.schedulePollTask(() -> consumer.addRecord(run(FIRST, 0, "run-1")));

    // when
    archive.start();

    // then
    await(() -> committed(SECOND) == 2);
    assertThat(store.ids).containsExactlyInAnyOrder("run-1", "run-2", "run-3");
  }

  @Test
  void partitionShouldStayWhereItIsWhenTheIndexRefusesARunForGood() {
    store.refused = "run-1";
    consumer.schedulePollTask(() -> consumer.addRecord(run(FIRST, 0, "run-1")));

    archive.start();

    await(() -> !archive.health().ok() && archive.health().detail().contains("run-1"));
    assertThat(committed(FIRST)).isZero();
  }

  @Test
  void recordThatIsNoRunShouldBePassedOver() {
    consumer.schedulePollTask(
        () -> {
          consumer.addRecord(
              new ConsumerRecord<>(FIRST.topic(), FIRST.partition(), 0, "x", new byte[] {'{'}));
          consumer.addRecord(run(FIRST, 1, "run-1"));
        });

    archive.start();

    await(() -> committed(FIRST) == 2);
    assertThat(store.ids).containsExactly("run-1");
  }

  private long committed(TopicPartition partition) {
    return Optional.ofNullable(consumer.committed(Set.of(partition)).get(partition))
        .map(OffsetAndMetadata::offset)
        .orElse(0L);
  }

  private static ConsumerRecord<String, byte[]> run(
      TopicPartition partition, long offset, String id) {
    return new ConsumerRecord<>(
        partition.topic(), partition.partition(), offset, id, Json.bytes(RunRecordTest.failed(id)));
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + SOON.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  /** Kafka's fake hands each record out once; a broker does so again after a seek. */
  private static final class Rereading extends MockConsumer<String, byte[]> {
    private final List<ConsumerRecord<String, byte[]>> log = new ArrayList<>();

    Rereading() {
      super("earliest");
    }

    @Override
    public synchronized void addRecord(ConsumerRecord<String, byte[]> added) {
      log.add(added);
      super.addRecord(added);
    }

    @Override
    public synchronized void seek(TopicPartition partition, long offset) {
      super.seek(partition, offset);
      for (ConsumerRecord<String, byte[]> one : log) {
        if (one.partition() == partition.partition() && one.offset() >= offset) {
          super.addRecord(one);
        }
      }
    }
  }

  /** A store that is away for some tries. */
  private final class Store implements ArchiveStore {
    final ConcurrentLinkedQueue<String> ids = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<Optional<OffsetAndMetadata>> committedAtFailures =
        new ConcurrentLinkedQueue<>();
    final AtomicInteger outages = new AtomicInteger();
    volatile String refused = "";
    volatile Runnable atFailure = () -> {};

    @Override
    public void prepare() {}

    @Override
    public List<Refusal> store(List<ArchivedRecord> records) throws IOException {
      if (outages.getAndDecrement() > 0) {
        committedAtFailures.add(Optional.ofNullable(consumer.committed(Set.of(FIRST)).get(FIRST)));
        atFailure.run();
        throw new IOException("away");
      }
      if (records.stream().anyMatch(record -> record.id().equals(refused))) {
        return List.of(new Refusal(refused, "never"));
      }
      records.forEach(record -> ids.add(record.id()));
      return List.of();
    }

    @Override
    public void close() {}
  }
}
