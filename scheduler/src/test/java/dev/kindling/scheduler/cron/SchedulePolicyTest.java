package dev.kindling.scheduler.cron;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.job.JobDefinition;
import dev.kindling.model.job.OnConflict;
import dev.kindling.model.json.Json;
import dev.kindling.model.run.RunIds;
import dev.kindling.model.run.RunRequest;
import dev.kindling.model.run.RunState;
import dev.kindling.model.run.RunTerms;
import dev.kindling.model.schedule.CalendarSpec;
import dev.kindling.model.schedule.ScheduleState;
import dev.kindling.model.schedule.Verdict;
import dev.kindling.scheduler.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a schedule's policies make of its instants. Begins at midnight UTC, 01:00 in Berlin. */
class SchedulePolicyTest {
  private static final Instant BEGIN = Samples.BEGIN;
  private static final JobDefinition ETL = Samples.job("etl");

  private final Map<String, RunState> ends = new HashMap<>();
  private final Map<String, CalendarSpec> calendars = new HashMap<>();
  private final Surroundings surroundings =
      new Surroundings(
          name -> Optional.of(ETL),
          Schedules.surroundings(ETL).check(),
          name -> Optional.ofNullable(calendars.get(name)),
          runId -> Optional.ofNullable(ends.get(runId)));

  private static Instant at(String time) {
    return Instant.parse("2026-03-01T" + time + "Z");
  }

  private ScheduleDecision decide(Schedule schedule, ScheduleState state, Instant now) {
    return ScheduleMachine.decide(schedule, state, surroundings, now);
  }

  private static String letters(ScheduleDecision decision) {
    StringBuilder letters = new StringBuilder();
    decision.state().decisions().forEach(one -> letters.append(one.verdict().name().charAt(0)));
    return letters.toString();
  }

  private static List<String> firedAt(ScheduleDecision decision) {
    return decision.requests().stream()
        .map(request -> request.request().origin().detail().substring(11, 16))
        .toList();
  }

  @Nested
  class MissedInstants {

    /** Each line: policy; now; what becomes of the instants every ten minutes from 00:10 on. */
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        textBlock =
            """
            {'policy': 'last'} | 00:45:00 | CCCF
            {'policy': 'none'} | 00:45:00 | MMMM
            {'policy': 'none'} | 00:41:00 | MMMF
            {'policy': 'none'} | 00:41:01 | MMMM
            {'policy': 'all'} | 00:45:00 | FFFF
            {'policy': 'all', 'maximum': 3} | 00:45:00 | MFFF
            {'policy': 'all', 'window': 'PT20M'} | 00:45:00 | MMFF
            {'policy': 'last', 'window': 'PT20M'} | 00:45:00 | MMCF
            {'policy': 'last', 'window': 'PT4M'} | 00:45:00 | MMMM
            """)
    void decideShouldFollowThePolicyWhenSeveralAreDueAtOnce(
        String missed, String now, String expected) {
      // given
      Schedule schedule = Schedules.schedule("*/10 * * * *", "{'missed': " + missed + "}", BEGIN);

      // when
      ScheduleDecision decision = decide(schedule, null, at(now));

      // then
      assertThat(letters(decision)).isEqualTo(expected);
      assertThat(decision.requests()).hasSize((int) expected.chars().filter(c -> c == 'F').count());
      assertThat(decision.state().decidedUntil()).isEqualTo(at("00:40:00"));
    }

    @Test
    void decideShouldAskForRunsInTheirOrderWhenAllAreMadeUpFor() {
      Schedule schedule =
          Schedules.schedule("*/10 * * * *", "{'missed': {'policy': 'all'}}", BEGIN);
      assertThat(firedAt(decide(schedule, null, at("00:45:00"))))
          .containsExactly("00:10", "00:20", "00:30", "00:40");
    }

    @Test
    void decideShouldFireTheLastOfAllWhenMoreWereMissedThanAnybodyCounts() {
      // given
      Schedule schedule =
          Schedules.schedule(
              "* * * * * *",
              "{'missed': {'policy': 'all', 'window': 'P300D', 'maximum': 1000}}",
              BEGIN.minus(Duration.ofDays(300)));

      // when
      ScheduleDecision decision = decide(schedule, null, BEGIN);

      // then
      assertThat(decision.requests()).hasSize(1_000);
      assertThat(decision.instant()).isEqualTo(BEGIN);
      assertThat(decision.requests().get(0).request().origin().detail())
          .isEqualTo(BEGIN.minusSeconds(999).toString());
    }

    @Test
    void decideShouldSayWhyWhenTheStartingDeadlineIsOver() {
      // given
      Schedule schedule = Schedules.schedule("*/10 * * * *", "{'startingDeadline': 'PT3M'}", BEGIN);

      // when
      ScheduleDecision late = decide(schedule, null, at("00:13:01"));
      ScheduleDecision inTime = decide(schedule, null, at("00:13:00"));

      // then
      assertThat(letters(late)).isEqualTo("M");
      assertThat(late.state().decisions().get(0).reason())
          .isEqualTo("It was looked at PT3M1S late, after its startingDeadline of PT3M.");
      assertThat(inTime.requests().get(0).request().terms().startBy()).isEqualTo(at("00:13:00"));
    }
  }

  @Nested
  class Bounds {

    @Test
    void decideShouldHaveNoInstantsOutsideStartAndEnd() {
      // given
      Schedule schedule =
          Schedules.schedule(
              "*/10 * * * *",
              "{'start': '2026-03-01T00:20:00Z', 'end': '2026-03-01T00:40:00Z',"
                  + " 'missed': {'policy': 'all'}}",
              BEGIN);

      // when
      ScheduleDecision decision = decide(schedule, null, at("02:00:00"));
      ScheduleDecision all = decide(schedule, null, at("00:55:00"));

      // then
      assertThat(firedAt(all)).containsExactly("00:20", "00:30", "00:40");
      assertThat(schedule.due(decision.state())).isEmpty();
    }

    @Test
    void decideShouldJoinInstantsWhenSeveralExpressionsNameThem() {
      // given
      Schedule schedule =
          Schedule.of(
              Schedules.definition(
                  "nightly",
                  1,
                  BEGIN,
                  spec -> {
                    spec.putArray("cron").add("0,30 * * * *").add("*/20 * * * *");
                    spec.putObject("missed").put("policy", "all");
                  }));

      // when
      ScheduleDecision decision = decide(schedule, null, at("01:00:00"));

      // then
      assertThat(firedAt(decision)).containsExactly("00:20", "00:30", "00:40", "01:00");
    }
  }

  @Nested
  class Jitter {
    private final Schedule schedule =
        Schedules.schedule("*/10 * * * *", "{'jitter': 'PT5M'}", BEGIN);

    @Test
    void dueShouldBeLaterByAShareThatIsAlwaysTheSame() {
      // when
      Instant due = schedule.due(null).orElseThrow();

      // then
      assertThat(due).isBetween(at("00:10:00"), at("00:15:00")).isNotEqualTo(at("00:10:00"));
      assertThat(schedule.due(null)).contains(due);
      assertThat(decide(schedule, null, due.minusMillis(1)).decided()).isFalse();
      assertThat(firedAt(decide(schedule, null, due))).containsExactly("00:10");
    }

    @Test
    void decideShouldLoseNothingWhenTheScheduleIsChangedBeforeTheShareIsOver() {
      // given
      Instant between = at("00:10:00").plusMillis(1);

      // when
      ScheduleDecision owed =
          ScheduleMachine.settle(schedule, null, surroundings, between, between);

      // then
      assertThat(firedAt(owed)).containsExactly("00:10");
    }
  }

  @Test
  void decideShouldFireWhenTheJitterIsLongerThanTheWindow() {
    // given
    Schedule schedule =
        Schedules.schedule("0 5 * * *", "{'jitter': 'PT6H', 'missed': {'window': 'PT10M'}}", BEGIN);
    Instant due = schedule.due(null).orElseThrow();

    // then
    assertThat(due).isAfter(Instant.parse("2026-03-01T04:10:00Z"));
    assertThat(letters(decide(schedule, null, due.plusSeconds(1)))).isEqualTo("F");
    assertThat(letters(decide(schedule, null, due.plusSeconds(601)))).isEqualTo("M");
  }

  @Test
  void decideShouldPutTheLogicalTimeIntoTheParameters() {
    // given: 00:10 UTC is 01:10 in Berlin
    Schedule schedule =
        Schedule.of(
            Schedules.definition(
                "nightly",
                1,
                BEGIN,
                spec ->
                    spec.putObject("parameters")
                        .put("day", "${fire-P1D:date}")
                        .put("at", "${fire:HHmm}")));

    // when
    RunRequest.Requested request =
        decide(schedule, null, at("00:12:00")).requests().get(0).request();

    // then
    assertThat(request.parameters().get("day").asText()).isEqualTo("2026-02-28");
    assertThat(request.parameters().get("at").asText()).isEqualTo("0110");
  }

  @Test
  void decideShouldKeepTheOrderOfRunsThatAreDueAtOnce() {
    // given
    Schedule schedule = Schedules.schedule("*/10 * * * *", "{'missed': {'policy': 'all'}}", BEGIN);

    // when
    List<Instant> asked =
        decide(schedule, null, at("00:45:00")).requests().stream()
            .map(request -> request.request().requestedAt())
            .toList();

    // then
    assertThat(asked).hasSize(4).isSorted().doesNotHaveDuplicates();
  }

  @Nested
  class Excluded {

    @Test
    void decideShouldFireTheLastThatIsNotExcludedWhenVeryManyAreExcludedBehindIt() {
      // given: from 01:30 in Berlin on, 90 instants are excluded
      Schedule schedule =
          Schedules.schedule(
              "* * * * *",
              "{'missed': {'maximum': 1, 'window': 'PT4H'},"
                  + " 'exclude': {'weekly': [{'from': '01:30', 'to': '04:00'}]}}",
              BEGIN);

      // when
      ScheduleDecision decision = decide(schedule, null, at("02:00:00"));

      // then
      assertThat(firedAt(decision)).containsExactly("00:29");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        textBlock =
            """
        {'dates': [{'from': '2026-03-02', 'why': 'Inventory'}]}                  | 2026-03-02 (Inventory)
        {'dates': [{'from': '2026-02-28', 'to': '2026-03-02'}]}                  | 2026-03-02
        {'weekly': [{'days': 'mon', 'from': '01:00', 'to': '03:00'}]}            | mon 01:00 to 03:00
        {'weekly': [{'days': 'sun', 'from': '22:00', 'to': '03:00', 'why': 'backup'}]} | sun 22:00 to 03:00 (backup)
        {'weekly': [{'days': 'mon'}]}                                            | mon 00:00 to 00:00
        {'calendars': ['de']}                                                    | calendar de, 2026-03-02 (Feiertag)
        {'calendars': ['nobody']}                                                | the calendar "nobody" is not defined; define it, or take it out of exclude
        """)
    void decideShouldPassOverAnInstantWhenItIsExcluded(String exclude, String reason) {
      // given: 02:30 in Berlin on a Monday
      calendars.put(
          "de",
          Json.read(
              "{\"dates\":[{\"from\":\"2026-03-02\",\"why\":\"Feiertag\"}]}", CalendarSpec.class));
      Schedule schedule = Schedules.schedule("30 2 * * mon", "{'exclude': " + exclude + "}", BEGIN);

      // when
      ScheduleDecision decision = decide(schedule, null, Instant.parse("2026-03-02T01:30:00Z"));

      // then
      assertThat(letters(decision)).isEqualTo("E");
      assertThat(decision.state().decisions().get(0).reason())
          .isEqualTo("It is excluded: " + reason + ".");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        textBlock =
            """
        {'dates': [{'from': '2026-03-01'}]}
        {'weekly': [{'days': 'mon', 'from': '02:31', 'to': '03:00'}]}
        {'weekly': [{'days': 'mon', 'from': '01:00', 'to': '02:30'}]}
        {'weekly': [{'days': 'mon', 'from': '22:00', 'to': '03:00'}]}
        {'weekly': [{'days': 'tue-sun'}]}
        """)
    void decideShouldFireWhenAnInstantIsBesideTheExclusions(String exclude) {
      Schedule schedule = Schedules.schedule("30 2 * * mon", "{'exclude': " + exclude + "}", BEGIN);
      assertThat(letters(decide(schedule, null, Instant.parse("2026-03-02T01:30:00Z"))))
          .isEqualTo("F");
    }

    @Test
    void decideShouldFireTheLastThatIsNotExcludedWhenSeveralWereMissed() {
      Schedule schedule =
          Schedules.schedule(
              "*/10 * * * *", "{'exclude': {'weekly': [{'from': '01:35', 'to': '02:00'}]}}", BEGIN);
      assertThat(letters(decide(schedule, null, at("00:45:00")))).isEqualTo("CCFE");
    }
  }

  @Nested
  class Stopping {
    private final Schedule schedule =
        Schedules.schedule("*/10 * * * *", "{'stopAfter': {'failures': 2}}", BEGIN);

    /** Runs the schedule through these ends, one run after the other. */
    private ScheduleState through(RunState... all) {
      ScheduleState state = null;
      Instant now = BEGIN;
      for (RunState end : all) {
        now = now.plus(Duration.ofMinutes(10));
        ScheduleDecision decision = decide(schedule, state, now);
        state = decision.state();
        decision.requests().stream()
            .map(request -> request.request().runId())
            .forEach(
                runId -> {
                  if (end != null) {
                    ends.put(runId, end);
                  }
                });
      }
      return decide(schedule, state, now.plus(Duration.ofMinutes(10))).state();
    }

    private String runId(Instant instant) {
      return RunIds.ofSchedule(schedule.name(), instant);
    }

    private static Verdict last(ScheduleState state) {
      return state.decisions().get(state.decisions().size() - 1).verdict();
    }

    @Test
    void decideShouldStopWhenSoManyRunsInARowHaveFailed() {
      // when
      ScheduleState state = through(RunState.FAILED, RunState.TIMED_OUT);

      // then
      assertThat(last(state)).isEqualTo(Verdict.STOPPED);
      assertThat(state.stop().reason())
          .startsWith("It stopped by itself: its last 2 runs failed, ")
          .contains(runId(state.decisions().get(1).instant()));
    }

    /** Runs that take longer than a whole ledger of instants are still heard of. */
    @Test
    void decideShouldHearOfARunThatFailsLongAfterItsLineHasLeftTheLedger() {
      // given
      ScheduleDecision first = decide(schedule, null, at("00:10:00"));
      ScheduleDecision second = decide(schedule, first.state(), at("00:20:00"));
      ScheduleState state = second.state();
      for (int i = 3; i < 40; i++) {
        state = decide(schedule, state, BEGIN.plus(Duration.ofMinutes(10L * i))).state();
      }
      assertThat(runId(state.decisions().get(0).instant()))
          .isNotEqualTo(first.requests().get(0).request().runId());

      // when
      ends.put(first.requests().get(0).request().runId(), RunState.FAILED);
      ends.put(second.requests().get(0).request().runId(), RunState.FAILED);
      ScheduleState after = decide(schedule, state, BEGIN.plus(Duration.ofMinutes(400))).state();

      // then
      assertThat(last(after)).isEqualTo(Verdict.STOPPED);
    }

    @Test
    void decideShouldGoOnWhenARunBetweenSucceeded() {
      assertThat(last(through(RunState.FAILED, RunState.SUCCEEDED, RunState.LOST)))
          .isEqualTo(Verdict.FIRED);
    }

    @Test
    void decideShouldLookPastRunsThatSayNothing() {
      assertThat(last(through(RunState.FAILED, RunState.CANCELLED, null, RunState.FAILED)))
          .isEqualTo(Verdict.STOPPED);
    }

    @Test
    void decideShouldStayStoppedUntilSomebodyWritesTheSchedule() {
      // given
      ScheduleState stopped = through(RunState.FAILED, RunState.FAILED);
      Schedule resumed =
          Schedule.of(
              Schedules.definition(
                  "nightly",
                  2,
                  at("00:35:00"),
                  spec -> spec.putObject("stopAfter").put("failures", 2)));

      // when
      ScheduleDecision still = decide(schedule, stopped, at("00:40:00"));
      ScheduleDecision on = decide(resumed, stopped, at("00:40:00"));

      // then
      assertThat(last(still.state())).isEqualTo(Verdict.STOPPED);
      assertThat(last(on.state())).isEqualTo(Verdict.FIRED);
      assertThat(on.state().stop()).isNull();
    }

    @Test
    void decideShouldStopWhenItHasFiredOftenEnough() {
      // given
      Schedule twice =
          Schedules.schedule(
              "*/10 * * * *", "{'stopAfter': {'fires': 2}, 'missed': {'policy': 'all'}}", BEGIN);

      // when
      ScheduleDecision decision = decide(twice, null, at("00:45:00"));
      ScheduleDecision next = decide(twice, decision.state(), at("00:50:00"));

      // then
      assertThat(letters(decision)).isEqualTo("FFSS");
      assertThat(decision.state().fires()).isEqualTo(2);
      assertThat(letters(next)).isEqualTo("FFSSS");
      assertThat(next.state().stop().reason()).contains("the 2 runs", "stopAfter/fires");
    }
  }

  @Test
  void decideShouldPassOnWhatBecomesOfARunBesideAnother() {
    // given
    Schedule schedule = Schedules.schedule("*/10 * * * *", "{'whenRunning': 'skip'}", BEGIN);

    // when
    RunRequest.Requested request =
        decide(schedule, null, at("00:10:00")).requests().get(0).request();

    // then
    assertThat(request.terms()).isEqualTo(new RunTerms(OnConflict.SKIP, null, null));
  }

  @Test
  void decideShouldSayWhoPausedAndWhyWhenThereIsANote() {
    Schedule schedule =
        Schedules.schedule("*/10 * * * *", "{'paused': true, 'note': 'Migration, Ada'}", BEGIN);
    assertThat(decide(schedule, null, at("00:10:00")).state().decisions().get(0).reason())
        .isEqualTo("The schedule was paused: Migration, Ada");
  }

  /** The virtual machine was paused, the clock was set: whatever it shows, each instant is once. */
  @ParameterizedTest
  @CsvSource({"last", "none", "all"})
  void decideShouldDecideEachInstantOnceWhenTheClockJumps(String policy) {
    // given
    Schedule schedule =
        Schedules.schedule("*/10 * * * *", "{'missed': {'policy': '" + policy + "'}}", BEGIN);
    List<Instant> decided = new ArrayList<>();
    ScheduleState state = null;

    // when
    for (String now : List.of("00:10:00", "00:55:00", "00:20:00", "00:50:01", "01:00:00")) {
      ScheduleDecision decision = decide(schedule, state, at(now));
      if (decision.decided()) {
        int known = state == null ? 0 : state.decisions().size();
        decision
            .state()
            .decisions()
            .subList(known, decision.state().decisions().size())
            .forEach(one -> decided.add(one.instant()));
        state = decision.state();
      }
    }

    // then
    assertThat(decided)
        .containsExactly(
            at("00:10:00"),
            at("00:20:00"),
            at("00:30:00"),
            at("00:40:00"),
            at("00:50:00"),
            at("01:00:00"));
  }
}
