package dev.kindling.gateway.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.gateway.definition.MemoryCluster.MemoryLog;
import dev.kindling.gateway.definition.MemoryCluster.MemoryView;
import dev.kindling.gateway.problem.ProblemException;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.job.JobSpec;
import dev.kindling.model.json.Json;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DefinitionWriterTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final String TOPIC = "kindling.jobs";

  private final DefinitionKind<JobSpec, JobDefinition> kind = DefinitionKind.jobs(s -> List.of());
  private final MemoryCluster cluster = new MemoryCluster();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @Test
  void writeShouldCreateThenReplaceWithOneClaim() {
    // given
    MemoryLog log = cluster.log();
    MemoryView<JobDefinition> view = cluster.view(kind);
    DefinitionWriter writer = writer(log, Duration.ofSeconds(5));

    // when
    Written<JobDefinition> first = writer.write(kind, view, "a", DefinitionWriterTest::next);
    Written<JobDefinition> second = writer.write(kind, view, "a", DefinitionWriterTest::next);

    // then
    assertThat(first.created()).isTrue();
    assertThat(second.created()).isFalse();
    assertThat(second.definition().revision()).isEqualTo(2);
    assertThat(second.visible()).isTrue();
    assertThat(view.get("a")).contains(second.definition());
    assertThat(meters.counter("kindling.gateway.definition.claims").count()).isEqualTo(1);
  }

  @Test
  void writeShouldStartOverFromTheTruthWhenFenced() {
    // given a gateway that has the right to write, and then another one that takes it
    MemoryView<JobDefinition> view = cluster.view(kind);
    DefinitionWriter one = writer(cluster.log(), Duration.ofSeconds(5));
    DefinitionWriter other = writer(cluster.log(), Duration.ofSeconds(5));
    one.write(kind, view, "a", DefinitionWriterTest::next);
    view.hold();
    MemoryView<JobDefinition> othersView = cluster.view(kind);
    other.write(kind, othersView, "a", DefinitionWriterTest::next);

    // when the first writes again, with a view that lags until it has been fenced
    AtomicInteger decisions = new AtomicInteger();
    Written<JobDefinition> written =
        one.write(
            kind,
            view,
            "a",
            current -> {
              decisions.incrementAndGet();
              view.release();
              return next(current);
            });

    // then it decided twice, the second time against what the other wrote
    assertThat(decisions).hasValue(2);
    assertThat(written.definition().revision()).isEqualTo(3);
    assertThat(cluster.records(TOPIC)).isEqualTo(3);
  }

  @Test
  void writeShouldNotWriteTwiceWhenTheAnswerToTheCommitIsLost() {
    // given
    MemoryLog log = cluster.log();
    log.answersToLose.set(1);
    MemoryView<JobDefinition> view = cluster.view(kind);

    // when
    Written<JobDefinition> written =
        writer(log, Duration.ofSeconds(5)).write(kind, view, "a", DefinitionWriterTest::next);

    // then
    assertThat(written.created()).isTrue();
    assertThat(written.definition().revision()).isEqualTo(1);
    assertThat(cluster.records(TOPIC)).isEqualTo(1);
  }

  @Test
  void writeShouldDeleteOnceWhenTheAnswerToTheCommitIsLost() {
    // given
    MemoryLog log = cluster.log();
    MemoryView<JobDefinition> view = cluster.view(kind);
    DefinitionWriter writer = writer(log, Duration.ofSeconds(5));
    writer.write(kind, view, "a", DefinitionWriterTest::next);
    log.answersToLose.set(1);

    // when
    writer.write(
        kind, view, "a", current -> Change.delete(current.orElseThrow(AssertionError::new)));

    // then
    assertThat(view.get("a")).isEmpty();
    assertThat(cluster.records(TOPIC)).isEqualTo(2);
  }

  @Test
  void writeShouldGoOnWhenKafkaIsBackInTime() {
    // given
    MemoryLog log = cluster.log();
    log.claimsToFail.set(3);

    // when
    Written<JobDefinition> written =
        writer(log, Duration.ofSeconds(5))
            .write(kind, cluster.view(kind), "a", DefinitionWriterTest::next);

    // then
    assertThat(written.definition().revision()).isEqualTo(1);
  }

  @Test
  void writeShouldGiveUpWith503WhenKafkaStaysAway() {
    // given
    MemoryLog log = cluster.log();
    log.claimsToFail.set(Integer.MAX_VALUE);
    DefinitionWriter writer = writer(log, Duration.ofMillis(20));

    // when, then
    assertThatThrownBy(
            () -> writer.write(kind, cluster.view(kind), "a", DefinitionWriterTest::next))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> {
              assertThat(refused.problem().status()).isEqualTo(503);
              assertThat(refused.retryAfterSeconds()).isPresent();
              assertThat(refused.problem().detail()).contains("nothing was written");
            });
  }

  @Test
  void writeShouldSayNotVisibleWhenTheViewLags() {
    // given a writer whose view stops reading once it has decided
    MemoryView<JobDefinition> view = cluster.view(kind);
    DefinitionWriter writer = writer(cluster.log(), Duration.ofSeconds(5));

    // when
    Written<JobDefinition> written =
        writer.write(
            kind,
            view,
            "a",
            current -> {
              view.hold();
              return next(current);
            });

    // then
    assertThat(written.visible()).isFalse();
    assertThat(written.created()).isTrue();
    view.release();
    assertThat(view.get("a")).isPresent();
  }

  @Test
  void writeShouldEndWithTheProblemOfTheDecision() {
    // given
    DefinitionWriter writer = writer(cluster.log(), Duration.ofSeconds(5));

    // when, then
    assertThatThrownBy(
            () ->
                writer.write(
                    kind,
                    cluster.view(kind),
                    "a",
                    current -> {
                      throw Problems.preconditionFailed("no");
                    }))
        .isInstanceOf(ProblemException.class);
    assertThat(cluster.records(TOPIC)).isZero();
  }

  @Test
  void writeShouldLoseNoUpdateWhenGatewaysWriteAtOnce() throws Exception {
    // given three gateways, each with its own view, one of which loses answers now and then
    int gateways = 3;
    int writes = 100;
    ExecutorService pool = Executors.newFixedThreadPool(gateways);
    List<Future<Void>> running = new ArrayList<>();
    Queue<String> answered = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < gateways; i++) {
      MemoryLog log = cluster.log();
      MemoryView<JobDefinition> view = cluster.view(kind);
      DefinitionWriter writer = writer(log, Duration.ofSeconds(30));
      String who = "gateway-" + i;
      Callable<Void> work =
          () -> {
            for (int n = 0; n < writes; n++) {
              String update = who + "/" + n;
              log.answersToLose.set(n % 10 == 9 ? 1 : 0);
              try {
                writer.write(kind, view, "a", current -> by(update, current));
                answered.add(update);
              } catch (ProblemException e) {
                // Its answer was lost and somebody else wrote after it: told as not certain.
                assertThat(n % 10).isEqualTo(9);
                assertThat(e.problem().status()).isEqualTo(503);
              }
            }
            return null;
          };
      running.add(pool.submit(work));
    }

    // when
    for (Future<Void> one : running) {
      one.get(60, TimeUnit.SECONDS);
    }
    pool.shutdown();

    // then every answered update was made, none twice, each upon the one before
    List<JobDefinition> history =
        cluster.history(TOPIC).stream().map(v -> Json.read(v, JobDefinition.class)).toList();
    assertThat(history).extracting(JobDefinition::updatedBy).doesNotHaveDuplicates();
    assertThat(history).extracting(JobDefinition::updatedBy).containsAll(answered);
    assertThat(history)
        .extracting(JobDefinition::revision)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, history.size()).boxed().toList());
    assertThat(answered).hasSizeGreaterThanOrEqualTo(gateways * writes * 9 / 10);
  }

  private DefinitionWriter writer(MemoryLog log, Duration writing) {
    return new DefinitionWriter(
        log,
        new DefinitionWriter.Limits(writing, Duration.ofMillis(50), Duration.ofMillis(1)),
        System::nanoTime,
        meters);
  }

  private static Change<JobDefinition> next(Optional<JobDefinition> current) {
    return by("somebody", current);
  }

  private static Change<JobDefinition> by(String who, Optional<JobDefinition> current) {
    long revision = current.map(JobDefinition::revision).orElse(0L) + 1;
    JobSpec spec = new JobSpec(null, null, null, null, null, null, null, null, null);
    JobDefinition next = new JobDefinition("a", revision, spec, NOW, who);
    return current.isEmpty() ? Change.create(next) : Change.replace(next);
  }
}
