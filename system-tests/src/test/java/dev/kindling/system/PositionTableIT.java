package dev.kindling.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.kit.kafka.KafkaProperties;
import dev.kindling.kit.owner.Outbox;
import dev.kindling.kit.owner.OwnedPartition;
import dev.kindling.kit.owner.OwnerConfig;
import dev.kindling.kit.owner.OwnerLoop;
import dev.kindling.kit.owner.PositionTable;
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
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where an owner goes on whose positions stand in a table, against a real broker. */
@ExtendWith(KafkaAlone.class)
class PositionTableIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final String owner = "positions-" + UUID.randomUUID();
  private final String input = owner + "-input";
  private final String output = owner + "-output";
  private final String positions = owner + "-table";
  private KafkaAlone.Broker broker;

  @BeforeEach
  void setUp(KafkaAlone.Broker started) {
    broker = started;
    broker.topic(input, "delete");
    broker.topic(output, "delete");
    broker.topic(positions, "compact");
  }

  @Test
  void ownerShouldGoOnWhereTheTableSaysWhenItsGroupIsBehind() throws Exception {
    // given
    produce(0, 20);
    assertThat(seenUntil("key-19")).isEqualTo(keys(0, 20));

    // when: as if the owner had died before it told its group
    tellGroup(0);
    produce(20, 25);

    // then
    assertThat(seenUntil("key-24")).isEqualTo(keys(20, 25));
  }

  @Test
  void ownerShouldFollowItsGroupWhenThatIsFurther() throws Exception {
    // given: an owner of the version before, which told its group only
    produce(0, 10);
    assertThat(seenUntil("key-9")).isEqualTo(keys(0, 10));
    produce(10, 25);

    // when
    tellGroup(20);

    // then
    assertThat(seenUntil("key-24")).isEqualTo(keys(20, 25));
  }

  @Test
  void ownerShouldBeginAnewWhenItsTopicWasMadeAnew() throws Exception {
    // given
    produce(0, 20);
    assertThat(seenUntil("key-19")).isEqualTo(keys(0, 20));

    // when
    makeTopicAnew();
    produce(100, 130);

    // then: neither the first time nor the second does the old position count
    assertThat(seenUntil("key-129")).isEqualTo(keys(100, 130));
    produce(130, 135);
    assertThat(seenUntil("key-134")).isEqualTo(keys(130, 135));
  }

  /** A version before, which knows the group only, has read some of it since. */
  @Test
  void ownerShouldNotGoByThePositionOfATopicThatWasDeleted() throws Exception {
    // given
    produce(0, 20);
    assertThat(seenUntil("key-19")).isEqualTo(keys(0, 20));
    makeTopicAnew();
    produce(100, 130);

    // when
    tellGroup(5);

    // then
    assertThat(seenUntil("key-129")).isEqualTo(keys(105, 130));
  }

  /** Whoever goes back to a version that knows the group only finds all of it there. */
  @Test
  void ownerShouldTellItsGroupAtLast() throws Exception {
    // given
    produce(0, 20);

    // when
    assertThat(seenUntil("key-19")).isEqualTo(keys(0, 20));

    // then
    try (Admin admin = admin()) {
      assertThat(groupOffset(admin)).contains(20L);
    }
  }

  private void makeTopicAnew() throws ExecutionException, InterruptedException {
    try (Admin admin = admin()) {
      admin.deleteTopics(List.of(input)).all().get();
      Deadline.await("the topic is gone", SOON, () -> !names(admin).contains(input));
      Deadline.await("its group has forgotten it", SOON, () -> groupOffset(admin).isEmpty());
    }
    broker.topic(input, "delete");
  }

  /** What one owner is given until it has committed the record of that key. */
  private List<String> seenUntil(String last) throws InterruptedException {
    ConcurrentLinkedQueue<String> committed = new ConcurrentLinkedQueue<>();
    OwnerConfig what =
        new OwnerConfig(
            owner,
            Set.of(input),
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.of(new PositionTable("", positions, () -> 1)),
            partition -> Optional.empty(),
            OwnerConfig.OFTEN);
    try (OwnerLoop<Void> loop =
        new OwnerLoop<>(
            broker.config("one"),
            what,
            partition -> new Copying(committed),
            Clock.systemUTC(),
            new SimpleMeterRegistry())) {
      loop.start();
      Deadline.await(last, SOON, () -> committed.contains(last));
    }
    return List.copyOf(committed);
  }

  private void produce(int from, int to) throws ExecutionException, InterruptedException {
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(KafkaProperties.producer(broker.config("producer")))) {
      for (String key : keys(from, to)) {
        producer
            .send(new ProducerRecord<>(input, key, "value".getBytes(StandardCharsets.UTF_8)))
            .get();
      }
    }
  }

  private static List<String> keys(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "key-" + i).toList();
  }

  private Admin admin() {
    return Admin.create(KafkaProperties.admin(broker.config("admin")));
  }

  /** The owner before has left its group. */
  private void tellGroup(long next) throws ExecutionException, InterruptedException {
    try (Admin admin = admin()) {
      admin
          .alterConsumerGroupOffsets(
              "kindling-" + owner,
              Map.of(new TopicPartition(input, 0), new OffsetAndMetadata(next)))
          .all()
          .get();
    }
  }

  private Optional<Long> groupOffset(Admin admin) {
    return Optional.ofNullable(
            get(admin.listConsumerGroupOffsets("kindling-" + owner).partitionsToOffsetAndMetadata())
                .get(new TopicPartition(input, 0)))
        .map(OffsetAndMetadata::offset);
  }

  private static Set<String> names(Admin admin) {
    return get(admin.listTopics().names());
  }

  private static <T> T get(KafkaFuture<T> answer) {
    try {
      return answer.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Copies what it is given, and notes what is committed. */
  private final class Copying implements OwnedPartition<Void> {
    private final ConcurrentLinkedQueue<String> committed;

    Copying(ConcurrentLinkedQueue<String> committed) {
      this.committed = committed;
    }

    @Override
    public void restore(ConsumerRecord<String, byte[]> stored) {}

    @Override
    public void restored(Instant now, Outbox outbox) {}

    @Override
    public void input(ConsumerRecord<String, byte[]> incoming, Instant now, Outbox outbox) {
      outbox.write(new ProducerRecord<>(output, 0, incoming.key(), incoming.value()));
      outbox.afterCommit(() -> committed.add(incoming.key()));
    }

    @Override
    public void command(Void command, Instant now, Outbox outbox) {}

    @Override
    public void tick(Instant now, Outbox outbox) {}

    @Override
    public void lost() {}
  }
}
