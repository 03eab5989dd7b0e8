package dev.kindling.shipper.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.kit.log.event.JoinState;
import dev.kindling.shipper.ManualClock;
import dev.kindling.shipper.ShipperMetrics;
import dev.kindling.shipper.checkpoint.ResumePoint;
import dev.kindling.shipper.document.LogDocument;
import dev.kindling.shipper.document.LogFamily;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryTest {
  private static final String INDEX = "spark-logs-2026.11.20";

  @TempDir Path directory;
  private final MemoryStore store = new MemoryStore();
  private final ManualClock clock = new ManualClock();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<Long> arrived = new ArrayList<>();
  private Delivery delivery;

  @Test
  void pumpShouldSendAloneAtOnceAndTheRestTogetherWhenDocumentsComeInQuickSuccession() {
    start(1);
    settle();
    assertThat(arrived).containsExactly(0L);

    delivery.offer(document(1, "text"));
    delivery.pump();
    assertThat(store.openRequests()).isZero();
    delivery.offer(document(2, "text"));
    clock.advance(20);
    settle();

    assertThat(arrived).containsExactly(0L, 1L, 2L);
    assertThat(store.batchSizes()).containsExactly(1, 2);
    assertThat(delivery.isIdle()).isTrue();
    assertThat(delivery.heldBytes()).isZero();
  }

  @Test
  void pumpShouldSendMoreRarelyWhenElasticsearchIsSlow() {
    // given an answer that takes 40 ms: the next request comes no sooner after the last
    start(1);
    delivery.pump();
    delivery.pump();
    clock.advance(40);
    store.answer(0);
    delivery.offer(document(1, "text"));
    delivery.pump();
    delivery.offer(document(2, "text"));
    clock.advance(39);
    delivery.pump();
    assertThat(store.openRequests()).isOne();
    clock.advance(1);
    delivery.pump();
    assertThat(store.openRequests()).isEqualTo(2);

    // one answer that is slower than the others changes little: 44 ms
    clock.advance(40);
    store.answer(0);
    store.answer(0);
    delivery.offer(document(3, "text"));
    clock.advance(3);
    delivery.pump();
    assertThat(store.openRequests()).isZero();
    clock.advance(1);
    delivery.pump();
    assertThat(store.openRequests()).isOne();
  }

  @Test
  void pumpShouldSendTenTimesASecondWhenElasticsearchIsSlowerStill() {
    start(1);
    delivery.pump();
    delivery.pump();
    clock.advance(10_000);
    store.answer(0);
    delivery.offer(document(1, "text"));
    delivery.pump();
    delivery.offer(document(2, "text"));
    clock.advance(99);
    delivery.pump();
    assertThat(store.openRequests()).isOne();
    clock.advance(1);
    delivery.pump();
    assertThat(store.openRequests()).isEqualTo(2);
  }

  @Test
  void pumpShouldSendNothingWhenTheTemplatesAreNotInPlace() {
    store.trouble(Optional.of("no right to do so"));
    start(1);
    settle();

    assertThat(store.batchSizes()).isEmpty();
    assertThat(delivery.problem()).contains("no right to do so");

    store.trouble(Optional.empty());
    clock.advance(1_000);
    settle();

    assertThat(arrived).containsExactly(0L);
    assertThat(delivery.problem()).isEmpty();
  }

  @Test
  void pumpShouldSendOnlyTheBusyItemsAgainWhenSomeAreRefusedWith429() {
    store.failNext(
        batch ->
            new BulkOutcome.Answered(
                List.of(
                    store.createOne(batch.get(0)),
                    new ItemResult(429, "es_rejected_execution_exception", "busy"),
                    store.createOne(batch.get(2)))));
    start(3);
    clock.advance(100);
    settle();

    assertThat(arrived).containsExactly(0L, 2L);
    assertThat(delivery.problem()).hasValueSatisfying(p -> assertThat(p).contains("429"));

    clock.advance(100);
    settle();

    assertThat(arrived).containsExactly(0L, 2L, 1L);
    assertThat(store.batchSizes()).containsExactly(3, 1);
    assertThat(count("retries")).isEqualTo(1);
  }

  @Test
  void pumpShouldNeverGiveUpWhenTheWholeRequestIsRefused() {
    for (int i = 0; i < 200; i++) {
      store.failNext(batch -> new BulkOutcome.Refused(i() % 2 == 0 ? 429 : 503, "busy"));
    }
    start(2);
    for (int i = 0; i < 200; i++) {
      clock.advance(30_000);
      settle();
      assertThat(arrived).isEmpty();
    }

    clock.advance(30_000);
    settle();

    assertThat(arrived).containsExactly(0L, 1L);
  }

  @Test
  void pumpShouldSendOneAtATimeAfterARefusalUntilRequestsAreWholeAgain() {
    // given: two requests on their way, of which one is refused
    start(0);
    settle();
    offerMegabytes(6);
    delivery.pump();
    assertThat(store.openRequests()).isEqualTo(2);
    store.failNext(batch -> new BulkOutcome.Refused(429, "busy"));
    store.answer(0);
    store.answer(0);

    // when
    clock.advance(60_000);
    delivery.pump();

    // then
    assertThat(store.openRequests()).isOne();
    settle();
    for (int i = 0; i < 20; i++) { // each answer makes the next request a little larger
      delivery.offer(document(100 + i, "text"));
      clock.advance(1_000);
      settle();
    }
    offerMegabytes(6);
    delivery.pump();
    assertThat(store.openRequests()).isEqualTo(2);
  }

  private void offerMegabytes(int count) {
    for (int i = 0; i < count; i++) {
      delivery.offer(document(1_000 + i(), "x".repeat(1_000_000)));
    }
  }

  @Test
  void pumpShouldInstallTheTemplatesAgainWhenTheConnectionBroke() {
    store.failNext(
        batch -> {
          store.create(batch);
          return new BulkOutcome.Unreachable("connection reset");
        });
    start(2);
    clock.advance(100);
    settle();
    clock.advance(30_000);
    settle();

    assertThat(arrived).containsExactly(0L, 1L);
    assertThat(store.preparations()).isEqualTo(2);
    assertThat(store.documents()).hasSize(2);
    assertThat(count("duplicates")).isEqualTo(2);
  }

  @Test
  void pumpShouldSplitTheBatchWhenItIsTooLarge() {
    store.failNext(batch -> new BulkOutcome.Refused(413, "too large"));
    start(5);
    clock.advance(100);
    settle();

    assertThat(arrived).containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L);
    assertThat(store.batchSizes()).containsExactly(5, 2, 3);
  }

  @Test
  void pumpShouldShortenTheTextWhenOneDocumentIsTooLarge() {
    store.failNext(batch -> new BulkOutcome.Refused(413, "too large"));
    begin();
    delivery.offer(document(0, "x".repeat(4_000)));
    clock.advance(100);
    settle();

    LogDocument sent = store.documents().get(0);
    assertThat(arrived).containsExactly(0L);
    assertThat(sent.index()).isEqualTo(INDEX);
    assertThat(new String(sent.body(), UTF_8)).contains("\"truncated\"").hasSizeLessThan(2_500);
    assertThat(delivery.heldBytes()).isZero();
  }

  @Test
  void pumpShouldFindTheBadDocumentWhenTheWholeRequestIsRefusedWith400() {
    refuseAlways400UnlessAlone(3);
    start(4);
    clock.advance(100);
    settle();

    assertThat(arrived).containsExactlyInAnyOrder(0L, 1L, 2L, 3L);
    assertThat(deadLetters()).containsExactly(3L);
  }

  @Test
  void pumpShouldSendTheMinimalDocumentWhenAnItemIsRefusedWith400() {
    store.failNext(
        batch ->
            new BulkOutcome.Answered(
                List.of(new ItemResult(400, "document_parsing_exception", "bad field"))));
    start(1);
    clock.advance(100);
    settle();

    LogDocument letter = store.documents().get(0);
    assertThat(letter.index()).isEqualTo(LogFamily.SPARK.deadLetters());
    assertThat(new String(letter.body(), UTF_8))
        .contains("dead-letter", "document_parsing_exception", "bad field", "\"length\":1");
    assertThat(arrived).containsExactly(0L);
    assertThat(count("dead.letters")).isEqualTo(1);
  }

  @Test
  void pumpShouldKeepDeadLetterBackWhenCheckpointDoesNotKnowOfIt() {
    store.failNext(
        batch -> new BulkOutcome.Answered(List.of(new ItemResult(400, "illegal_argument", "no"))));
    start(1);
    clock.advance(100);
    delivery.pump();
    delivery.pump();
    store.answerAll();
    delivery.pump();

    assertThat(delivery.hasRefusals()).isTrue();
    assertThat(store.openRequests()).isZero();
    assertThat(delivery.isIdle()).isFalse();

    delivery.refusalsAreDurable();
    delivery.pump();
    store.answerAll();

    assertThat(deadLetters()).containsExactly(0L);
    assertThat(delivery.isIdle()).isTrue();
  }

  @Test
  void pumpShouldWriteTheFileWhenEvenTheDeadLetterIsRefused() throws IOException {
    for (int i = 0; i < 2; i++) {
      store.failNext(
          batch ->
              new BulkOutcome.Answered(List.of(new ItemResult(400, "illegal_argument", "no"))));
    }
    start(1);
    clock.advance(100);
    settle();

    assertThat(arrived).containsExactly(0L);
    assertThat(Files.readAllLines(directory.resolve("dead-letters.ndjson"))).hasSize(1);
  }

  @Test
  void hasRoomShouldBeFalseWhenTooMuchIsHeld() {
    start(0);
    while (delivery.hasRoom()) {
      delivery.offer(document(0, "x".repeat(100_000)));
    }

    long most = DeliveryLimits.DEFAULT.queueBytes();
    assertThat(delivery.heldBytes()).isBetween(most, most + 200_000);
  }

  private int calls;

  private int i() {
    return calls++;
  }

  private void refuseAlways400UnlessAlone(long bad) {
    for (int i = 0; i < 20; i++) {
      store.failNext(
          batch ->
              batch.stream().anyMatch(d -> d.start() == bad && !d.deadLetter())
                  ? new BulkOutcome.Refused(400, "malformed")
                  : store.create(batch));
    }
  }

  private List<Long> deadLetters() {
    return store.documents().stream()
        .filter(d -> d.index().equals(LogFamily.SPARK.deadLetters()))
        .map(LogDocument::start)
        .toList();
  }

  private void start(int documents) {
    begin();
    LongStream.range(0, documents).forEach(start -> delivery.offer(document(start, "text")));
  }

  private void begin() {
    ShipperMetrics metrics = new ShipperMetrics(meters, new AtomicReference<>());
    delivery =
        new Delivery(
            store,
            DeliveryLimits.DEFAULT,
            new Backoff(new Random(1)),
            new DeadLetterFile(directory),
            metrics,
            Runnable::run,
            clock::monotonicMillis);
  }

  private void settle() {
    delivery.pump();
    delivery.pump();
    while (store.openRequests() > 0) {
      store.answer(0);
      delivery.refusalsAreDurable();
      delivery.pump();
    }
  }

  private double count(String name) {
    return meters.get("kindling.shipper." + name).counter().count();
  }

  private LogDocument document(long start, String text) {
    String body =
        "{\"message\":\""
            + text
            + "\",\"log\":{\"offset\":"
            + start
            + "},\"event\":{\"length\":1}}";
    return new LogDocument(
        "id" + start,
        INDEX,
        body.getBytes(UTF_8),
        start,
        new ResumePoint(start + 1, JoinState.FRESH, 0),
        false,
        document -> arrived.add(document.start()));
  }
}
