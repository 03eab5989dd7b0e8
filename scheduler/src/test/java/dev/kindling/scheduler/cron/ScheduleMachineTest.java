package dev.kindling.scheduler.cron;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.Origin;
import dev.kindling.model.run.RunIds;
import dev.kindling.model.run.RunRequest;
import dev.kindling.model.schedule.InstantDecision;
import dev.kindling.model.schedule.ScheduleDefinition;
import dev.kindling.model.schedule.ScheduleSpec;
import dev.kindling.model.schedule.ScheduleState;
import dev.kindling.model.schedule.Verdict;
import dev.kindling.scheduler.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScheduleMachineTest {
  private static final Instant BEGIN = Samples.BEGIN;
  private static final JobDefinition ETL = Samples.job("etl");
  private static final Surroundings JOB = Schedules.surroundings(ETL);

  private static Instant minutes(long minutes) {
    return BEGIN.plus(Duration.ofMinutes(minutes));
  }

  private static List<Verdict> verdicts(ScheduleDecision decision) {
    return decision.state().decisions().stream().map(InstantDecision::verdict).toList();
  }

  @Test
  void decideShouldFireOnceWhenInstantHasCome() {
    // given
    Schedule schedule = Schedules.schedule("*/10 * * * *", BEGIN);

    // when
    ScheduleDecision first = ScheduleMachine.decide(schedule, null, JOB, minutes(10));
    ScheduleDecision again = ScheduleMachine.decide(schedule, first.state(), JOB, minutes(19));

    // then
    RunRequest.Requested request = first.requests().get(0).request();
    assertThat(request.runId()).isEqualTo(RunIds.ofSchedule("nightly", minutes(10)));
    assertThat(request.job()).isEqualTo(ETL);
    assertThat(request.parameters()).isEqualTo(schedule.definition().spec().parameters());
    assertThat(request.origin())
        .isEqualTo(Origin.first(Origin.Kind.SCHEDULE, "nightly", "2026-03-01T00:10:00Z", null));
    assertThat(first.requests().get(0).toRecord().key()).isEqualTo("pool-1");
    assertThat(first.state().decidedUntil()).isEqualTo(minutes(10));
    assertThat(again.decided()).isFalse();
    assertThat(again.state()).isSameAs(first.state());
  }

  @Test
  void decideShouldDecideNothingWhenInstantIsBeforeTheScheduleWasWritten() {
    assertThat(
            ScheduleMachine.decide(
                    Schedules.schedule("*/10 * * * *", minutes(5)), null, JOB, minutes(9))
                .decided())
        .isFalse();
  }

  @Test
  void decideShouldFireOnlyTheLastWhenSeveralWereMissed() {
    // given
    Schedule schedule = Schedules.schedule("*/10 * * * *", BEGIN);

    // when
    ScheduleDecision decision = ScheduleMachine.decide(schedule, null, JOB, minutes(35));

    // then
    assertThat(verdicts(decision))
        .containsExactly(Verdict.COALESCED, Verdict.COALESCED, Verdict.FIRED);
    assertThat(decision.state().decisions().get(0).reason())
        .isEqualTo(
            "The run of 2026-03-01T00:30:00Z stands for it: both were due at once (missed/policy is last).");
    assertThat(decision.requests())
        .singleElement()
        .satisfies(
            request ->
                assertThat(request.request().runId())
                    .isEqualTo(
                        RunIds.ofSchedule(
                            schedule.name(), decision.state().decisions().get(2).instant())));
  }

  @Test
  void decideShouldFireWhenInstantIsExactlyAnHourLate() {
    // given
    Schedule schedule = Schedules.schedule("@daily", BEGIN);
    Instant due = Instant.parse("2026-03-01T23:00:00Z");

    // when
    ScheduleDecision inTime =
        ScheduleMachine.decide(schedule, null, JOB, due.plus(Duration.ofHours(1)));
    ScheduleDecision late =
        ScheduleMachine.decide(schedule, null, JOB, due.plus(Duration.ofHours(1)).plusNanos(1));

    // then
    assertThat(verdicts(inTime)).containsExactly(Verdict.FIRED);
    assertThat(verdicts(late)).containsExactly(Verdict.MISSED);
    assertThat(late.requests()).isEmpty();
    assertThat(late.state().decisions().get(0).reason()).contains("more than PT1H");
  }

  @Test
  void decideShouldCountEveryInstantAndKeepTheLastWhenAWeekWasMissed() {
    // given
    Schedule schedule = Schedules.schedule("* * * * *", BEGIN);

    // when
    ScheduleDecision decision = ScheduleMachine.decide(schedule, null, JOB, minutes(7 * 24 * 60));

    // then
    assertThat(decision.verdicts())
        .isEqualTo(
            Map.of(Verdict.MISSED, 7L * 24 * 60 - 61, Verdict.COALESCED, 60L, Verdict.FIRED, 1L));
    assertThat(decision.state().decisions()).hasSize(ScheduleState.LEDGER_LENGTH);
    assertThat(decision.instant()).isEqualTo(minutes(7 * 24 * 60));
  }

  @Test
  void decideShouldStayBoundedWhenYearsWereMissed() {
    // given
    Schedule schedule = Schedules.schedule("* * * * *", Instant.parse("1990-01-01T00:00:00Z"));

    // when
    ScheduleDecision decision = ScheduleMachine.decide(schedule, null, JOB, BEGIN);

    // then
    assertThat(decision.instant()).isEqualTo(BEGIN);
    assertThat(decision.requests()).hasSize(1);
    assertThat(decision.verdicts().get(Verdict.MISSED)).isBetween(10_080L, 10_200L);
  }

  @Test
  void decideShouldRecordPausedWhenScheduleIsPaused() {
    // when
    ScheduleDecision decision =
        ScheduleMachine.decide(Schedules.paused("*/10 * * * *", BEGIN), null, JOB, minutes(20));

    // then
    assertThat(verdicts(decision)).containsExactly(Verdict.PAUSED, Verdict.PAUSED);
    assertThat(decision.requests()).isEmpty();
  }

  @Test
  void decideShouldNotMakeUpForThePauseWhenScheduleGoesOn() {
    // given
    ScheduleState before =
        ScheduleMachine.decide(Schedules.paused("*/10 * * * *", BEGIN), null, JOB, minutes(10))
            .state();

    // when
    ScheduleDecision decision =
        ScheduleMachine.decide(
            Schedules.schedule("*/10 * * * *", minutes(45)), before, JOB, minutes(51));

    // then
    assertThat(decision.verdicts()).isEqualTo(Map.of(Verdict.FIRED, 1L));
    assertThat(decision.instant()).isEqualTo(minutes(50));
  }

  @Test
  void decideShouldMakeUpForMissedInstantsWhenOnlyTheDescriptionChanged() {
    // given
    ScheduleState before =
        ScheduleMachine.decide(Schedules.schedule("*/10 * * * *", BEGIN), null, JOB, minutes(10))
            .state();

    // when
    ScheduleDecision decision =
        ScheduleMachine.decide(
            Schedules.schedule("*/10 * * * *", minutes(35)), before, JOB, minutes(36));

    // then
    assertThat(decision.verdicts()).isEqualTo(Map.of(Verdict.COALESCED, 1L, Verdict.FIRED, 1L));
    assertThat(decision.instant()).isEqualTo(minutes(30));
  }

  @Test
  void decideShouldRecordNoJobWhenJobIsNotDefined() {
    // when
    ScheduleDecision decision =
        ScheduleMachine.decide(
            Schedules.schedule("*/10 * * * *", BEGIN),
            null,
            Schedules.surroundings(null),
            minutes(10));

    // then
    assertThat(verdicts(decision)).containsExactly(Verdict.NO_JOB);
    assertThat(decision.state().decisions().get(0).reason())
        .isEqualTo("The job \"etl\" is not defined: define it, or name another in the schedule.");
  }

  @Test
  void decideShouldFillInTheSchemasDefaultsWhenValuesAreMissing() {
    // given
    Schedule schedule = Schedules.schedule("*/10 * * * *", BEGIN);
    JobDefinition job =
        Samples.job(
            "etl",
            2,
            """
            {"required": ["day", "top"],
             "properties": {"top": {"type": "integer", "default": 10},
                            "day": {"type": "string", "default": "never"}}}
            """);

    // when
    ScheduleDecision decision =
        ScheduleMachine.decide(schedule, null, Schedules.surroundings(job), minutes(10));

    // then
    assertThat(verdicts(decision)).containsExactly(Verdict.FIRED);
    assertThat(decision.requests().get(0).request().parameters())
        .isEqualTo(Json.tree(Samples.bytes("{\"day\": \"today\", \"top\": 10}")));
    assertThat(schedule.definition().spec().parameters())
        .isEqualTo(Json.tree(Samples.bytes("{\"day\": \"today\"}")));
  }

  @Test
  void decideShouldSkipOnceWithTheReasonWhenParametersDoNotFit() {
    // given
    Schedule schedule = Schedules.schedule("*/10 * * * *", BEGIN);
    JobDefinition job =
        Samples.job(
            "etl",
            2,
            "{\"required\": [\"input\"], \"properties\": {\"day\": {\"type\": \"integer\"}}}");

    // when
    ScheduleDecision decision =
        ScheduleMachine.decide(schedule, null, Schedules.surroundings(job), minutes(10));
    ScheduleDecision repaired =
        ScheduleMachine.decide(schedule, decision.state(), JOB, minutes(19));

    // then
    assertThat(verdicts(decision)).containsExactly(Verdict.INVALID_PARAMETERS);
    assertThat(decision.requests()).isEmpty();
    assertThat(decision.state().decisions().get(0).reason())
        .startsWith("The parameters do not fit the job \"etl\": ")
        .contains("parameters/day must be an integer", "parameters/input is missing")
        .endsWith(". Change the schedule's parameters or the job's schema.");
    assertThat(repaired.decided()).isFalse();
  }

  @Test
  void decideShouldSkipWithTheReasonWhenTheSchemaCannotBeUsed() {
    // when
    ScheduleDecision decision =
        ScheduleMachine.decide(
            Schedules.schedule("*/10 * * * *", BEGIN),
            null,
            Schedules.surroundings(Samples.job("etl", 2, "{\"$ref\": \"#\"}")),
            minutes(10));

    // then
    assertThat(verdicts(decision)).containsExactly(Verdict.INVALID_PARAMETERS);
    assertThat(decision.state().decisions().get(0).reason())
        .contains("The JSON Schema of the job's parameters cannot be used: repair it.");
  }

  @Test
  void decideShouldRecordTooLargeWhenRequestWouldNotFitIntoARecord() {
    // given
    ScheduleSpec spec =
        Schedules.definition(
                "big",
                1,
                BEGIN,
                fields -> fields.putObject("parameters").put("blob", "x".repeat(1_000_000)))
            .spec();
    Schedule schedule = Schedule.of(new ScheduleDefinition("big", 1, spec, BEGIN, null));

    // when
    ScheduleDecision decision = ScheduleMachine.decide(schedule, null, JOB, minutes(10));

    // then
    assertThat(verdicts(decision)).containsExactly(Verdict.TOO_LARGE);
    assertThat(decision.requests()).isEmpty();
  }

  @Test
  void decideShouldNotFireAgainWhenClockGoesBack() {
    // given
    Schedule schedule = Schedules.schedule("*/10 * * * *", BEGIN);
    ScheduleState state = ScheduleMachine.decide(schedule, null, JOB, minutes(30)).state();

    // when
    ScheduleDecision back = ScheduleMachine.decide(schedule, state, JOB, minutes(15));
    ScheduleDecision forth = ScheduleMachine.decide(schedule, state, JOB, minutes(30));

    // then
    assertThat(back.decided()).isFalse();
    assertThat(forth.decided()).isFalse();
  }
}
