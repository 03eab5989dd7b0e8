package dev.kindling.kit.owner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class JournalPositionTest {
  private static final byte[] VALUE = {1};
  private static final long NOW = -7;

  private final JournalPosition position = new JournalPosition(Optional.of("table"));

  private static ConsumerRecord<String, byte[]> consumed(long offset) {
    return new ConsumerRecord<>("journal", 0, offset, "key", VALUE);
  }

  private static ProducerRecord<String, byte[]> to(String topic) {
    return new ProducerRecord<>(topic, 0, "key", VALUE);
  }

  private static Optional<ConsumerRecord<String, byte[]>> stored(String told) {
    ConsumerRecord<String, byte[]> record = new ConsumerRecord<>("table", 0, 7, "key", null);
    record.headers().add(JournalPosition.HEADER, told.getBytes(StandardCharsets.UTF_8));
    return Optional.of(record);
  }

  private static String told(ProducerRecord<String, byte[]> written) {
    return new String(
        written.headers().lastHeader(JournalPosition.HEADER).value(), StandardCharsets.UTF_8);
  }

  @Test
  void afterShouldLetTheTablesRecordsCarryThePosition() {
    ProducerRecord<String, byte[]> state = to("table");
    ProducerRecord<String, byte[]> event = to("events");

    assertThat(position.after(List.of(consumed(4), consumed(5)), List.of(event, state), false, NOW))
        .isEmpty();

    assertThat(told(state)).isEqualTo("6");
    assertThat(event.headers()).isEmpty();
  }

  @Test
  void afterShouldCommitTheOffsetWhenNothingIsWrittenToTheTable() {
    assertThat(position.after(List.of(consumed(5)), List.of(to("events")), false, NOW)).hasValue(6);
    assertThat(position.forGroup()).isEmpty();
  }

  @Test
  void afterShouldRepeatThePositionWhenATurnConsumedNothing() {
    position.after(List.of(consumed(5)), List.of(to("table")), false, NOW);
    ProducerRecord<String, byte[]> state = to("table");

    assertThat(position.after(List.of(), List.of(state), false, NOW)).isEmpty();

    assertThat(told(state)).as("it is the last record now").isEqualTo("6");
  }

  @Test
  void afterShouldSayNothingWhenNothingWasEverConsumed() {
    ProducerRecord<String, byte[]> state = to("table");

    assertThat(position.after(List.of(), List.of(state), false, NOW)).isEmpty();

    assertThat(state.headers()).isEmpty();
  }

  @Test
  void afterShouldCommitEachOffsetWhenThereIsNoTable() {
    JournalPosition bare = new JournalPosition(Optional.empty());

    assertThat(bare.after(List.of(consumed(5)), List.of(to("table")), false, NOW)).hasValue(6);
  }

  @Test
  void afterShouldLetWhatWasPassedOverWaitForAWhile() {
    assertThat(position.after(List.of(consumed(5)), List.of(), true, NOW)).isEmpty();
    assertThat(position.after(List.of(), List.of(), true, NOW + 1)).isEmpty();
    assertThat(
            position.after(
                List.of(consumed(6)), List.of(), true, NOW + JournalPosition.PATIENCE - 1))
        .isEmpty();

    assertThat(position.after(List.of(), List.of(), true, NOW + JournalPosition.PATIENCE))
        .hasValue(7);

    assertThat(position.after(List.of(), List.of(), true, NOW + 2 * JournalPosition.PATIENCE))
        .isEmpty();
    assertThat(position.farewell()).isEmpty();
  }

  @Test
  void afterShouldCommitWhatWasPassedOverWithWhatIsWrittenNext() {
    position.after(List.of(consumed(5)), List.of(), true, NOW);
    assertThat(position.after(List.of(), List.of(to("events")), false, NOW + 1)).hasValue(6);

    position.after(List.of(consumed(6)), List.of(), true, NOW + 2);
    ProducerRecord<String, byte[]> state = to("table");
    assertThat(position.after(List.of(), List.of(state), false, NOW + 3)).isEmpty();

    assertThat(told(state)).isEqualTo("7");
  }

  @Test
  void afterShouldCommitAtOnceWhatWasDoneWithoutWriting() {
    assertThat(position.after(List.of(consumed(5)), List.of(), false, NOW)).hasValue(6);
  }

  @Test
  void farewellShouldTellWhatNoTransactionHasSaid() {
    position.after(List.of(consumed(5)), List.of(), true, NOW);

    assertThat(position.farewell()).hasValue(6);
    assertThat(position.farewell()).isEmpty();
  }

  @Test
  void farewellShouldTellTheGroupWhatOnlyTheTableCarries() {
    position.after(List.of(consumed(5)), List.of(to("table")), false, NOW);
    assertThat(position.forGroup()).isPresent();
    assertThat(position.farewell()).isEmpty();

    // given: the group did not hear of it
    position.keepFromGroup();

    assertThat(position.farewell()).hasValue(6);
    assertThat(position.forGroup()).isEmpty();
  }

  @Test
  void forGroupShouldTellNothingWhenThereIsNoPosition() {
    position.keepFromGroup();

    assertThat(position.forGroup()).isEmpty();
    assertThat(position.farewell()).isEmpty();
  }

  @Test
  void forGroupShouldTellWhereItBeganWhenNothingWasConsumedSince() {
    position.begin(3);
    position.keepFromGroup();

    assertThat(position.forGroup()).contains(new OffsetAndMetadata(3));
  }

  @Test
  void resumeShouldTakeWhatIsFurther() {
    assertThat(position.resume(stored("9"), Optional.of(new OffsetAndMetadata(8)))).hasValue(9);
    assertThat(position.resume(stored("9"), Optional.of(new OffsetAndMetadata(10)))).hasValue(10);
    assertThat(position.resume(stored("9"), Optional.empty())).hasValue(9);
    assertThat(position.resume(Optional.empty(), Optional.of(new OffsetAndMetadata(8))))
        .hasValue(8);
    assertThat(position.resume(Optional.empty(), Optional.empty())).isEmpty();
  }

  @Test
  void forGroupShouldTellTheGroupOnceWhatTheTableCarries() {
    position.after(List.of(consumed(5)), List.of(to("table")), false, NOW);

    assertThat(position.forGroup()).contains(new OffsetAndMetadata(6));
    assertThat(position.forGroup()).isEmpty();
  }
}
