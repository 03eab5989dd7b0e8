package dev.kindling.kit.owner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.kit.kafka.KafkaProperties;
import dev.kindling.kit.kafka.KindlingTopics;
import dev.kindling.kit.kafka.PartitionReader;
import dev.kindling.kit.service.CommonConfig;
import dev.kindling.system.KafkaAlone;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Of all that ever took a partition over, one at most can write for it; on a real broker. */
@ExtendWith(KafkaAlone.class)
class FenceIT {
  private static final int ROUNDS = 8;
  private static final int TAKERS = 3;

  /** Kafka itself would end an open transaction after 15 s. */
  private static final Duration AT_ONCE = Duration.ofSeconds(8);

  private final String owner = "fence-" + UUID.randomUUID();
  private final TopicPartition first = new TopicPartition(owner + "-input", 0);
  private final TopicPartition second = new TopicPartition(owner + "-input", 1);
  private final List<Writer> writers = new ArrayList<>();

  @AfterEach
  void close() {
    writers.forEach(Writer::drop);
  }

  @Test
  void writerShouldWriteNoMoreWhenAnotherHasTakenOneOfItsPartitions(KafkaAlone.Broker broker) {
    // given
    Writer before = writer(broker);
    fence(broker).raise(List.of(first, second), before);
    assertThat(writes(before)).isTrue();

    // when
    Writer after = writer(broker);
    fence(broker).raise(List.of(second), after);

    // then
    assertThat(writes(before)).isFalse();
    assertThat(writes(after)).isTrue();
  }

  @Test
  void writerShouldWriteOnWhenItHasGivenThePartitionBack(KafkaAlone.Broker broker) {
    // given
    Writer before = writer(broker);
    fence(broker).raise(List.of(first, second), before);

    // when
    before.commitRecords(fence(broker).lower(List.of(second)));
    Writer after = writer(broker);
    fence(broker).raise(List.of(second), after);

    // then
    assertThat(writes(before)).isTrue();
    assertThat(writes(after)).isTrue();
  }

  @Test
  void takerShouldFailAndFenceNobodyOffWhenAnotherHasTakenOverMeanwhile(KafkaAlone.Broker broker) {
    // given: one that has opened the claim, and is frozen then
    try (Fence.Takeover frozen = fence(broker).new Takeover(List.of(first))) {
      Writer owner = writer(broker);
      fence(broker).raise(List.of(first), owner);

      // when
      Writer late = writer(broker);
      assertThatThrownBy(() -> frozen.enter(late)).isInstanceOf(KafkaException.class);

      // then
      assertThat(writes(owner)).isTrue();
    }
  }

  @Test
  void takerShouldFailWhenAnotherOpensTheClaimBeforeItsEntryIsCommitted(KafkaAlone.Broker broker) {
    // given
    Writer before = writer(broker);
    fence(broker).raise(List.of(first), before);
    try (Fence.Takeover frozen = fence(broker).new Takeover(List.of(first))) {
      frozen.enter(writer(broker));

      // when
      Writer owner = writer(broker);
      fence(broker).raise(List.of(first), owner);

      // then
      assertThatThrownBy(frozen::commit).isInstanceOf(KafkaException.class);
      assertThat(writes(owner)).isTrue();
      assertThat(writes(before)).isFalse();
    }
  }

  @Test
  void ownerOfAnEarlierBuildShouldWriteNoMoreWhenItsPartitionIsTakenOver(KafkaAlone.Broker broker) {
    // given: it writes under the claim itself
    try (Producer<String, byte[]> old = open(broker, owner + "-" + first)) {
      old.initTransactions();
      assertThat(writes(old)).isTrue();

      // when
      fence(broker).raise(List.of(first), writer(broker));

      // then
      assertThat(writes(old)).isFalse();
    }
  }

  @Test
  void takerShouldNotWaitForWhatOneThatDiedLeftOpen(KafkaAlone.Broker broker) {
    // given: a writer that died in a transaction, and a taker that died while it wrote its claim
    String state = owner + "-state";
    broker.topic(state, "compact");
    Writer before = writer(broker);
    fence(broker).raise(List.of(first), before);
    Producer<String, byte[]> dead = open(broker, before.id());
    Producer<String, byte[]> taker = open(broker, owner + "-" + first);
    try {
      leaveOpen(dead, state);
      leaveOpen(taker, KindlingTopics.WRITERS.name());

      // when
      long begin = System.nanoTime();
      Writer after = writer(broker);
      fence(broker).raise(List.of(first), after);
      PartitionReader.readToEnd(
          broker.config("fence"),
          new TopicPartition(state, 0),
          stored -> {
            throw new AssertionError(stored + " was never committed");
          });

      // then
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(AT_ONCE);
      assertThat(writes(after)).isTrue();
    } finally {
      dead.close(Duration.ZERO);
      taker.close(Duration.ZERO);
    }
  }

  private static void leaveOpen(Producer<String, byte[]> producer, String topic) {
    producer.initTransactions();
    producer.beginTransaction();
    producer.send(new ProducerRecord<>(topic, 0, "half", "x".getBytes(UTF_8)));
    producer.flush();
  }

  @Test
  void oneAtMostShouldBeAbleToWriteWhenSeveralTakeOverAtOnce(KafkaAlone.Broker broker)
      throws InterruptedException, ExecutionException {
    long seed = Long.getLong("kindling.seed", System.nanoTime());
    Random random = new Random(seed);
    ExecutorService threads = Executors.newFixedThreadPool(TAKERS);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        // given
        List<Writer> takers = new ArrayList<>();
        for (int i = 0; i < TAKERS; i++) {
          takers.add(writer(broker));
        }

        // when
        List<Future<Optional<Writer>>> taking = new ArrayList<>();
        for (Writer taker : takers) {
          long pause = random.nextLong(Duration.ofMillis(60).toNanos());
          taking.add(threads.submit(() -> takeOver(broker, taker, pause)));
        }
        List<Writer> thought = new ArrayList<>();
        for (Future<Optional<Writer>> one : taking) {
          one.get().ifPresent(thought::add);
        }

        // then: whoever thinks so may be wrong, and cannot write
        assertThat(thought.stream().filter(FenceIT::writes).count())
            .as("round %s of seed %s", round, seed)
            .isLessThanOrEqualTo(1);

        // when the one that has failed tries again, alone
        Writer last = writer(broker);
        fence(broker).raise(List.of(first, second), last);

        // then
        assertThat(writes(last)).isTrue();
        assertThat(thought).noneMatch(FenceIT::writes);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private Optional<Writer> takeOver(KafkaAlone.Broker broker, Writer taker, long pause) {
    LockSupport.parkNanos(pause);
    try {
      fence(broker).raise(List.of(first, second), taker);
      return Optional.of(taker);
    } catch (KafkaException e) {
      return Optional.empty();
    }
  }

  private Writer writer(KafkaAlone.Broker broker) {
    Writer writer = Writer.open(broker.config("fence"), owner, Clock.systemUTC());
    writers.add(writer);
    return writer;
  }

  private Fence fence(KafkaAlone.Broker broker) {
    return new Fence(broker.config("fence"), owner);
  }

  private static Producer<String, byte[]> open(KafkaAlone.Broker broker, String id) {
    CommonConfig config = broker.config("fence");
    return new KafkaProducer<>(KafkaProperties.transactional(config, id));
  }

  private static boolean writes(Writer writer) {
    try {
      writer.commitRecords(List.of(something()));
      return true;
    } catch (KafkaException e) {
      return false;
    }
  }

  private static boolean writes(Producer<String, byte[]> producer) {
    try {
      producer.beginTransaction();
      producer.send(something());
      producer.commitTransaction();
      return true;
    } catch (KafkaException e) {
      return false;
    }
  }

  private static ProducerRecord<String, byte[]> something() {
    return new ProducerRecord<>(KindlingTopics.WRITERS.name(), 0, "something", "x".getBytes(UTF_8));
  }
}
