package dev.kindling.scheduler.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.kit.parameters.ParameterSchemas;
import dev.kindling.model.backfill.BackfillDefinition;
import dev.kindling.model.backfill.BackfillPhase;
import dev.kindling.model.backfill.BackfillSpec;
import dev.kindling.model.backfill.BackfillState;
import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.Origin;
import dev.kindling.model.run.RunRequest;
import dev.kindling.model.run.RunState;
import dev.kindling.scheduler.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class BackfillMachineTest {
  private static final Instant NOW = Samples.BEGIN;
  private static final JobDefinition ETL = Samples.job("etl");

  private final Map<String, RunState> ends = new HashMap<>();
  private JobDefinition job = ETL;

  private static BackfillDefinition backfill(
      long revision, int days, int concurrency, Integer stopAfter, String state) {
    ObjectNode parameters = Json.mapper().createObjectNode().put("day", "${fire:date}");
    List<Instant> instants =
        IntStream.range(0, days)
            .mapToObj(day -> Instant.parse("2026-01-01T23:30:00Z").plus(Duration.ofDays(day)))
            .toList();
    return new BackfillDefinition(
        "nightly-2026",
        revision,
        new BackfillSpec(
            "nightly",
            NOW,
            "etl",
            "Europe/Berlin",
            parameters,
            instants,
            concurrency,
            -100,
            stopAfter,
            state.equals("paused"),
            state.equals("cancelled")),
        NOW,
        "ada");
  }

  private BackfillDecision decide(BackfillDefinition backfill, BackfillState state) {
    return decide(backfill, state, NOW);
  }

  private BackfillDecision decide(BackfillDefinition backfill, BackfillState state, Instant now) {
    return BackfillMachine.decide(
        backfill,
        state,
        name -> Optional.ofNullable(job),
        new ParameterSchemas(),
        runId -> Optional.ofNullable(ends.get(runId)),
        now);
  }

  private static List<String> asked(BackfillDecision decision) {
    return decision.requests().stream()
        .map(request -> request.request().parameters().get("day").asText())
        .toList();
  }

  private void end(BackfillState state, int index, RunState end) {
    ends.put(state.live().get(index).runId(), end);
  }

  @Test
  void decideShouldAskForAsManyAsMayBeUnfinishedAndGoOnWhenOneHasEnded() {
    // given
    BackfillDefinition backfill = backfill(1, 4, 2, null, "");

    // when
    BackfillDecision first = decide(backfill, null);
    BackfillDecision still = decide(backfill, first.state());
    end(first.state(), 1, RunState.SUCCEEDED);
    BackfillDecision next = decide(backfill, first.state());

    // then: the dates are those of the schedule's zone
    assertThat(asked(first)).containsExactly("2026-01-02", "2026-01-03");
    assertThat(still.state()).isEqualTo(first.state());
    assertThat(still.requests()).isEmpty();
    assertThat(asked(next)).containsExactly("2026-01-04");
    assertThat(next.state().succeeded()).isEqualTo(1);
    assertThat(next.state().live()).hasSize(2);
    RunRequest.Requested request = next.requests().get(0).request();
    assertThat(request.origin())
        .isEqualTo(
            Origin.first(
                Origin.Kind.BACKFILL, "nightly/nightly-2026", "2026-01-03T23:30:00Z", "ada"));
    assertThat(request.terms().priority()).isEqualTo(-100);
  }

  @Test
  void decideShouldBeDoneWhenTheLastRunHasEnded() {
    // given
    BackfillDefinition backfill = backfill(1, 1, 2, null, "");
    BackfillState asked = decide(backfill, null).state();

    // when
    end(asked, 0, RunState.FAILED);
    BackfillState done = decide(backfill, asked).state();

    // then
    assertThat(asked.phase()).isEqualTo(BackfillPhase.RUNNING);
    assertThat(done.phase()).isEqualTo(BackfillPhase.DONE);
    assertThat(done.failed()).isEqualTo(1);
    assertThat(done.isOver()).isTrue();
  }

  @Test
  void decideShouldAskForNoMoreWhilePaused() {
    // given
    BackfillState asked = decide(backfill(1, 3, 1, null, ""), null).state();
    end(asked, 0, RunState.SUCCEEDED);

    // when
    BackfillDecision paused = decide(backfill(2, 3, 1, null, "paused"), asked);
    BackfillDecision resumed = decide(backfill(3, 3, 1, null, ""), paused.state());

    // then
    assertThat(paused.requests()).isEmpty();
    assertThat(paused.state().phase()).isEqualTo(BackfillPhase.PAUSED);
    assertThat(paused.state().succeeded()).isEqualTo(1);
    assertThat(asked(resumed)).containsExactly("2026-01-03");
  }

  @Test
  void decideShouldStopAfterSoManyFailuresUntilItIsResumed() {
    // given
    BackfillDefinition backfill = backfill(1, 6, 2, 2, "");
    BackfillState asked = decide(backfill, null).state();
    end(asked, 0, RunState.FAILED);
    end(asked, 1, RunState.TIMED_OUT);

    // when
    BackfillDecision stopped = decide(backfill, asked);
    BackfillDecision still = decide(backfill, stopped.state());
    BackfillDecision resumed = decide(backfill(2, 6, 2, 2, ""), stopped.state());

    // then
    assertThat(stopped.requests()).isEmpty();
    assertThat(stopped.state().phase()).isEqualTo(BackfillPhase.STOPPED);
    assertThat(stopped.state().reason()).startsWith("It stopped by itself: 2 runs failed");
    assertThat(still.state()).isEqualTo(stopped.state());
    assertThat(asked(resumed)).containsExactly("2026-01-04", "2026-01-05");
    assertThat(resumed.state().failed()).isEqualTo(2);
  }

  @Test
  void decideShouldCancelWhatIsUnderWayOnceWhenItIsCancelled() {
    // given
    BackfillState asked = decide(backfill(1, 6, 2, null, ""), null).state();
    BackfillDefinition cancelled = backfill(2, 6, 2, null, "cancelled");

    // when
    BackfillDecision first = decide(cancelled, asked);
    BackfillDecision second = decide(cancelled, first.state());
    end(asked, 0, RunState.CANCELLED);
    end(asked, 1, RunState.CANCELLED);
    BackfillDecision over = decide(cancelled, second.state());

    // then
    assertThat(first.cancels())
        .extracting(cancel -> cancel.request().runId())
        .containsExactlyElementsOf(asked.live().stream().map(BackfillState.Asked::runId).toList());
    assertThat(first.cancels().get(0).request().by()).isEqualTo("ada");
    assertThat(first.cancels().get(0).routingKey()).isEqualTo("pool-1");
    assertThat(second.cancels()).isEmpty();
    assertThat(over.state().others()).isEqualTo(2);
    assertThat(over.state().isOver()).isTrue();
  }

  @Test
  void decideShouldStopWithTheReasonWhenThereIsNoJobOrParametersDoNotFit() {
    // given
    BackfillDefinition backfill = backfill(1, 2, 1, null, "");

    // when
    job = null;
    BackfillState noJob = decide(backfill, null).state();
    job = Samples.job("etl", 2, "{\"properties\": {\"day\": {\"type\": \"integer\"}}}");
    BackfillState unfit = decide(backfill, null).state();

    // then
    assertThat(noJob.phase()).isEqualTo(BackfillPhase.STOPPED);
    assertThat(noJob.reason()).startsWith("The job \"etl\" is not defined.");
    assertThat(noJob.next()).isZero();
    assertThat(unfit.reason()).contains("parameters/day must be an integer", "resume the backfill");
  }

  @Test
  void decideShouldNotWaitForEverWhenNobodyKnowsHowARunEnded() {
    // given
    BackfillDefinition backfill = backfill(1, 2, 1, null, "");
    BackfillState asked = decide(backfill, null).state();

    // when
    Instant later = NOW.plus(BackfillMachine.FORGOTTEN);
    BackfillDecision before = decide(backfill, asked, later.minusSeconds(1));
    end(asked, 0, RunState.QUEUED);
    BackfillDecision waiting = decide(backfill, asked, later);
    ends.clear();
    BackfillDecision after = decide(backfill, asked, later);

    // then
    assertThat(before.requests()).isEmpty();
    assertThat(waiting.requests()).as("it waits for its turn, however long").isEmpty();
    assertThat(after.requests()).hasSize(1);
    assertThat(after.state().others()).isEqualTo(1);
  }

  /** What was decided and not committed is decided again, by whoever owns the backfill then. */
  @RepeatedTest(40)
  void everyInstantShouldBeAskedForOnceWhenOwnersDieAtAnyMoment(RepetitionInfo repetition) {
    // given
    long seed = Long.getLong("kindling.seed", 6_000L) + repetition.getCurrentRepetition();
    Random random = new Random(seed);
    BackfillDefinition backfill = backfill(1, 30, 1 + random.nextInt(5), null, "");
    BackfillState committed = null;
    List<String> asked = new ArrayList<>();

    // when
    for (int step = 0; step < 2_000 && (committed == null || !committed.isOver()); step++) {
      if (random.nextInt(4) == 0) {
        backfill =
            backfill(
                backfill.revision() + 1,
                30,
                backfill.spec().concurrency(),
                null,
                random.nextInt(3) == 0 ? "paused" : "");
      }
      BackfillDecision decision = decide(backfill, committed);
      if (random.nextInt(3) > 0) {
        committed = decision.state();
        asked.addAll(asked(decision));
      }
      if (committed != null) {
        for (BackfillState.Asked one : committed.live()) {
          if (random.nextInt(3) == 0) {
            ends.put(one.runId(), random.nextBoolean() ? RunState.SUCCEEDED : RunState.FAILED);
          }
        }
        assertThat(committed.live()).as("seed %d", seed).hasSizeLessThanOrEqualTo(5);
      }
    }

    // then
    assertThat(asked).as("seed %d", seed).hasSize(30).doesNotHaveDuplicates().isSorted();
    assertThat(committed.succeeded() + committed.failed()).isEqualTo(30);
    assertThat(committed.phase()).isEqualTo(BackfillPhase.DONE);
  }
}
