package dev.kindling.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.kit.kafka.KafkaProperties;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.kafka.TableView;
import dev.kindling.kit.kafka.TopicSpec;
import dev.kindling.kit.owner.Outbox;
import dev.kindling.kit.owner.OwnedPartition;
import dev.kindling.kit.owner.OwnerConfig;
import dev.kindling.kit.owner.OwnerLoop;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The promises of OwnerLoop and TableView against a real broker. */
@ExtendWith(KafkaAlone.class)
class OwnershipIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  @Test
  void loopShouldConsumeEachRecordOnceWhenItIsReplaced(KafkaAlone.Broker broker) throws Exception {
    // given
    Names names = new Names(broker);
    produce(broker, names.input, 0, 50);
    Counting first = new Counting(names.table);

    // when: one owner takes some, another takes over in the middle of more
    try (OwnerLoop<String> loop = loop(broker, names, "a", first)) {
      loop.start();
      Deadline.await("the first fifty", SOON, () -> first.inputs.get() >= 50);
      produce(broker, names.input, 50, 50);
    }
    Counting second = new Counting(names.table);
    try (OwnerLoop<String> loop = loop(broker, names, "b", second)) {
      loop.start();
      Deadline.await("all hundred in the table", SOON, () -> written(broker, names).size() == 100);
    }

    // then
    List<String> keys = written(broker, names);
    assertThat(keys).doesNotHaveDuplicates();
    assertThat(first.effects.size() + second.effects.size()).isLessThanOrEqualTo(100);
    assertThat(second.restored).hasSizeGreaterThanOrEqualTo(50);
  }

  @Test
  void loopShouldGoOnBehindTheTablesLastRecordWhenItsGroupIsForgotten(KafkaAlone.Broker broker)
      throws Exception {
    // given
    Names names = new Names(broker);
    produce(broker, names.input, 0, 20);
    try (OwnerLoop<String> loop = loop(broker, names, "a", new Counting(names.table))) {
      loop.start();
      Deadline.await("twenty in the table", SOON, () -> written(broker, names).size() == 20);
    }

    // when
    try (Admin admin = Admin.create(KafkaProperties.admin(broker.config("admin")))) {
      admin.deleteConsumerGroups(List.of(names.group())).all().get();
    }
    produce(broker, names.input, 20, 5);

    // then
    Counting second = new Counting(names.table);
    try (OwnerLoop<String> loop = loop(broker, names, "b", second)) {
      loop.start();
      Deadline.await("five more", SOON, () -> written(broker, names).size() == 25);
      assertThat(second.inputs).hasValue(5);
    }
  }

  /** One that nobody waits for comes by itself where nothing else does, and in its place. */
  @Test
  void loopShouldTurnToCommandsInTheOrderInWhichTheyCame(KafkaAlone.Broker broker)
      throws Exception {
    // given
    Names names = new Names(broker);
    TopicPartition partition = new TopicPartition(names.input, 0);
    Counting counting = new Counting(names.table);
    try (OwnerLoop<String> loop = loop(broker, names, "a", counting)) {
      loop.start();
      Deadline.await("the partition", SOON, () -> loop.owned().contains(partition));

      // when
      loop.sendPatiently(partition, "first");
      Deadline.await("the first", SOON, () -> counting.effects.size() == 1);
      loop.sendPatiently(partition, "second");
      loop.send(partition, "third");
      loop.sendPatiently(partition, "fourth");

      // then
      Deadline.await("all", SOON, () -> counting.effects.size() == 4);
      assertThat(counting.effects).containsExactly("first", "second", "third", "fourth");
    }
  }

  @Test
  void loopShouldTellItsGroupHowFarItIs(KafkaAlone.Broker broker) throws Exception {
    // given
    Names names = new Names(broker);
    try (OwnerLoop<String> loop = loop(broker, names, "a", new Counting(names.table));
        Admin admin = Admin.create(KafkaProperties.admin(broker.config("admin")))) {
      loop.start();

      // when
      produce(broker, names.input, 0, 20);

      // then
      Deadline.await(
          "no lag", SOON, () -> groupOffset(admin, names).filter(at -> at == 20).isPresent());
    }
  }

  @Test
  void loopShouldNotTakeARecordAgainWhenItLeftNothingInTheTable(KafkaAlone.Broker broker)
      throws Exception {
    // given
    Names names = new Names(broker);
    produce(broker, names.input, 0, 20);
    Counting silent = Counting.silent(names.table);
    try (OwnerLoop<String> loop = loop(broker, names, "a", silent)) {
      loop.start();
      Deadline.await("twenty seen", SOON, () -> silent.effects.size() == 20);
    }

    // when
    produce(broker, names.input, 20, 1);
    Counting second = Counting.silent(names.table);
    try (OwnerLoop<String> loop = loop(broker, names, "b", second)) {
      loop.start();
      Deadline.await("the last one", SOON, () -> second.effects.contains("key-20"));
    }

    // then
    assertThat(second.effects).containsExactly("key-20");
  }

  @Test
  void loopShouldTellWhatItPassedOverWhenItGivesItsPartitionBack(KafkaAlone.Broker broker)
      throws Exception {
    // given: one that neither writes nor does anything
    Names names = new Names(broker);
    AtomicInteger first = new AtomicInteger();
    AtomicInteger second = new AtomicInteger();
    produce(broker, names.input, 0, 20);

    // when
    try (OwnerLoop<String> loop = loop(broker, names, "a", Counting.idle(names.table, first))) {
      loop.start();
      Deadline.await("twenty seen", SOON, () -> first.get() == 20);
    }
    produce(broker, names.input, 20, 1);
    try (OwnerLoop<String> loop = loop(broker, names, "b", Counting.idle(names.table, second))) {
      loop.start();
      Deadline.await("the last one", SOON, () -> second.get() > 0);
    }

    // then
    assertThat(second.get()).isEqualTo(1);
  }

  @Test
  void turnShouldBeCommittedAtItsInstantWhenItWasDecidedAhead(KafkaAlone.Broker broker)
      throws Exception {
    // given: what is decided is for half a second later
    Names names = new Names(broker);
    AtomicReference<Instant> instant = new AtomicReference<>();
    AtomicReference<Instant> committed = new AtomicReference<>();
    Counting logic =
        new Counting(names.table) {
          @Override
          public void input(ConsumerRecord<String, byte[]> incoming, Instant now, Outbox outbox) {
            instant.set(now.plusMillis(500));
            outbox.notBefore(instant.get());
            super.input(incoming, now, outbox);
            outbox.afterCommit(() -> committed.set(Instant.now()));
          }
        };

    // when
    try (OwnerLoop<String> loop = loop(broker, names, "a", logic)) {
      loop.start();
      produce(broker, names.input, 0, 1);
      Deadline.await("the commit", SOON, () -> committed.get() != null);
    }

    // then
    assertThat(committed.get()).isAfterOrEqualTo(instant.get());
    assertThat(written(broker, names)).containsExactly("key-0");
  }

  @Test
  void fencedOwnerShouldCommitNothingAndDoNothing(KafkaAlone.Broker broker) throws Exception {
    // given: an owner that is held in the middle of a decision
    Names names = new Names(broker);
    CountDownLatch deciding = new CountDownLatch(1);
    CountDownLatch fenced = new CountDownLatch(1);
    AtomicInteger lives = new AtomicInteger();
    Counting logic =
        new Counting(names.table) {
          @Override
          public void input(ConsumerRecord<String, byte[]> incoming, Instant now, Outbox outbox) {
            super.input(incoming, now, outbox);
            if (lives.getAndIncrement() == 0) {
              outbox.afterCommit(() -> effects.add("of the fenced turn"));
              deciding.countDown();
              await(fenced);
            }
          }
        };
    try (OwnerLoop<String> loop = loop(broker, names, "a", logic)) {
      loop.start();
      produce(broker, names.input, 0, 1);
      assertThat(deciding.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();

      // when: somebody else opens the transactional id of the partition's writer
      try (KafkaProducer<String, byte[]> usurper =
          new KafkaProducer<>(
              KafkaProperties.transactional(broker.config("usurper"), writer(broker, names, 0)))) {
        usurper.initTransactions();
        fenced.countDown();
        // then: the loop begins anew and decides again; the first decision never happened
        Deadline.await("the record once", SOON, () -> written(broker, names).size() == 1);
      }
      assertThat(logic.effects).doesNotContain("of the fenced turn");
      assertThat(logic.lost.get()).isEqualTo(1);
      assertThat(logic.inputs.get()).isEqualTo(2);
    }
  }

  @Test
  void loopShouldGoOnWithTheOtherPartitionWhenItHasGivenOneBack(KafkaAlone.Broker broker)
      throws Exception {
    // given: one that has both
    Names names = new Names(broker, 2);
    Counting first = new Counting(names.table);
    Counting second = new Counting(names.table);
    try (OwnerLoop<String> giver = loop(broker, names, "a", first);
        OwnerLoop<String> taker = loop(broker, names, "b", second)) {
      giver.start();
      produce(broker, names.input, 0, 40);
      Deadline.await("the first forty", SOON, () -> written(broker, names).size() == 40);

      // when
      taker.start();
      Deadline.await(
          "one for each", SOON, () -> giver.owned().size() == 1 && taker.owned().size() == 1);
      produce(broker, names.input, 40, 40);
      Deadline.await("all eighty", SOON, () -> written(broker, names).size() == 80);

      // then: it was not fenced off, and each has decided some
      assertThat(first.lost).hasValue(1);
      assertThat(second.lost).hasValue(0);
      assertThat(first.inputs.get()).isBetween(41, 79);
      assertThat(first.inputs.get() + second.inputs.get()).isEqualTo(80);
      assertThat(written(broker, names)).doesNotHaveDuplicates();
    }
  }

  @Test
  void openTransactionShouldDelayARestoreAndNeverCutIt(KafkaAlone.Broker broker) throws Exception {
    // given: an open transaction below the end of the state table
    Names names = new Names(broker);
    try (KafkaProducer<String, byte[]> open =
            new KafkaProducer<>(
                KafkaProperties.transactional(
                    broker.config("open"), UUID.randomUUID().toString()));
        KafkaProducer<String, byte[]> plain =
            new KafkaProducer<>(KafkaProperties.producer(broker.config("plain")))) {
      open.initTransactions();
      open.beginTransaction();
      open.send(new ProducerRecord<>(names.table, "open", bytes("1"))).get();
      plain.send(new ProducerRecord<>(names.table, "after", bytes("2"))).get();
      Counting logic = new Counting(names.table);

      try (OwnerLoop<String> loop = loop(broker, names, "a", logic)) {
        // when
        loop.start();
        boolean early = Deadline.poll(Duration.ofSeconds(3), () -> !loop.owned().isEmpty());
        open.commitTransaction();

        // then
        assertThat(early).isFalse();
        Deadline.await("the partition serves", SOON, () -> !loop.owned().isEmpty());
        assertThat(logic.restored).containsExactly("open", "after");
      }
    }
  }

  @Test
  void healthShouldSayThatKafkaIsAwayAndRecoverWhenItIsBack(KafkaAlone.Broker broker)
      throws Exception {
    // given
    Names names = new Names(broker);
    Counting logic = new Counting(names.table);
    try (OwnerLoop<String> loop = loop(broker, names, "a", logic);
        TableView view =
            new TableView(
                broker.config("view"), TopicSpec.table(names.table), (key, changed) -> {})) {
      loop.start();
      await(view.start());
      Deadline.await("both are healthy", SOON, () -> loop.health().ok() && view.health().ok());

      // when
      broker.kill();

      // then
      Deadline.await("both say so", SOON, () -> !loop.health().ok() && !view.health().ok());
      broker.startAgain();
      Deadline.await("both recover", SOON, () -> loop.health().ok() && view.health().ok());
      produce(broker, names.input, 0, 3);
      Deadline.await("work goes on", SOON, () -> written(broker, names).size() == 3);
    }
  }

  @Test
  void viewShouldPassAWriteThatEndsWithATransactionMarker(KafkaAlone.Broker broker)
      throws InterruptedException, ExecutionException, TimeoutException {
    // given
    Names names = new Names(broker);
    Map<String, String> seen = new ConcurrentHashMap<>();
    try (TableView view =
        new TableView(
            broker.config("view"),
            TopicSpec.table(names.table),
            (key, changed) -> seen.put(key, new String(changed.value(), StandardCharsets.UTF_8)))) {
      await(view.start());
      try (KafkaProducer<String, byte[]> writer =
          new KafkaProducer<>(
              KafkaProperties.transactional(
                  broker.config("writer"), UUID.randomUUID().toString()))) {
        writer.initTransactions();

        // when
        writer.beginTransaction();
        RecordMetadata written =
            writer.send(new ProducerRecord<>(names.table, "a", bytes("new"))).get();
        writer.commitTransaction();

        // then
        await(view.passed(0, written.offset()));
        assertThat(seen).containsEntry("a", "new");
      }
    }
  }

  private static void await(io.vertx.core.Future<Void> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    future.toCompletionStage().toCompletableFuture().get(SOON.toSeconds(), TimeUnit.SECONDS);
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(SOON.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("waited in vain");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static OwnerLoop<String> loop(
      KafkaAlone.Broker broker, Names names, String instance, Counting logic) {
    return new OwnerLoop<>(
        broker.config(instance),
        new OwnerConfig(names.owner, Set.of(names.input), Optional.of(names.table), false),
        partition -> logic,
        Clock.systemUTC(),
        new SimpleMeterRegistry());
  }

  private static void produce(KafkaAlone.Broker broker, String topic, int from, int count)
      throws ExecutionException, InterruptedException {
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(KafkaProperties.producer(broker.config("producer")))) {
      for (int i = from; i < from + count; i++) {
        producer.send(new ProducerRecord<>(topic, "key-" + i, bytes("value"))).get();
      }
    }
  }

  private static String writer(KafkaAlone.Broker broker, Names names, int partition) {
    String claim = names.owner + "/" + new TopicPartition(names.input, partition);
    return TopicDump.of(broker.bootstrap(), KindlingTopics.WRITERS.name()).stream()
        .filter(stored -> stored.key().equals(claim))
        .reduce((before, last) -> last)
        .map(last -> new String(last.value(), StandardCharsets.UTF_8))
        .orElseThrow();
  }

  private static Optional<Long> groupOffset(Admin admin, Names names) {
    try {
      return Optional.ofNullable(
              admin
                  .listConsumerGroupOffsets(names.group())
                  .partitionsToOffsetAndMetadata()
                  .get()
                  .get(new TopicPartition(names.input, 0)))
          .map(OffsetAndMetadata::offset);
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> written(KafkaAlone.Broker broker, Names names) {
    return TopicDump.of(broker.bootstrap(), names.table).stream().map(ConsumerRecord::key).toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Topics and a group of this test's own. */
  private static final class Names {
    private final String owner = "owner-" + UUID.randomUUID();
    private final String input = owner + "-input";
    private final String table = owner + "-table";

    String group() {
      return "kindling-" + owner;
    }

    Names(KafkaAlone.Broker broker) {
      this(broker, 1);
    }

    Names(KafkaAlone.Broker broker, int partitions) {
      broker.topic(input, partitions, "delete");
      broker.topic(table, partitions, "compact");
    }
  }

  /** Writes each input to the table and notes what happens to it. */
  private static class Counting implements OwnedPartition<String> {
    final ConcurrentLinkedQueue<String> restored = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<String> effects = new ConcurrentLinkedQueue<>();
    final AtomicInteger inputs = new AtomicInteger();
    final AtomicInteger lost = new AtomicInteger();
    private final String table;

    Counting(String table) {
      this.table = table;
    }

    /** One that writes nothing. */
    static Counting silent(String table) {
      return new Counting(table) {
        @Override
        public void input(ConsumerRecord<String, byte[]> incoming, Instant now, Outbox outbox) {
          outbox.afterCommit(() -> effects.add(incoming.key()));
        }
      };
    }

    /** One that counts, and wants nothing. */
    static Counting idle(String table, AtomicInteger seen) {
      return new Counting(table) {
        @Override
        public void input(ConsumerRecord<String, byte[]> incoming, Instant now, Outbox outbox) {
          seen.incrementAndGet();
        }
      };
    }

    @Override
    public void restore(ConsumerRecord<String, byte[]> stored) {
      restored.add(stored.key());
    }

    @Override
    public void restored(Instant now, Outbox outbox) {}

    @Override
    public void input(ConsumerRecord<String, byte[]> incoming, Instant now, Outbox outbox) {
      inputs.incrementAndGet();
      outbox.write(
          new ProducerRecord<>(table, incoming.partition(), incoming.key(), incoming.value()));
      outbox.afterCommit(() -> effects.add(incoming.key()));
    }

    @Override
    public void command(String command, Instant now, Outbox outbox) {
      outbox.afterCommit(() -> effects.add(command));
    }

    @Override
    public void tick(Instant now, Outbox outbox) {}

    @Override
    public void lost() {
      lost.incrementAndGet();
    }
  }
}
