package dev.kindling.scheduler.cron;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.scheduler.Samples;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SchedulePartitionTest {
  private final ScheduleWorld world = new ScheduleWorld(new Random(1));

  @Test
  void tickShouldSetTheAlarmWhenSomethingIsDueLater() {
    // given
    world.define(Schedules.definition("a", "30 * * * *", false, 1, world.now()));
    world.define(Schedules.definition("b", "*/10 * * * *", false, 1, world.now()));

    // when
    world.takeOver();
    world.settle();

    // then
    Instant due = Samples.BEGIN.plusSeconds(600);
    assertThat(world.alarm()).isEqualTo(decided(due, 1));
    assertThat(world.meters().get("kindling.schedule.owned").gauge().value()).isEqualTo(2);

    // when
    world.stop();

    // then
    assertThat(world.alarm()).isNull();
    assertThat(world.meters().get("kindling.schedule.owned").gauge().value()).isZero();
  }

  @Test
  void tickShouldMeasureLatenessWhenInstantFires() {
    // given
    world.define(Schedules.definition("a", "*/10 * * * *", false, 1, world.now()));
    world.takeOver();
    world.settle();

    // when
    world.pass(607);
    world.settle();

    // then
    assertThat(world.requests()).hasSize(1);
    assertThat(world.meters().get("kindling.schedule.lateness").timer().totalTime(TimeUnit.SECONDS))
        .isEqualTo(7.0);
    assertThat(
            world
                .meters()
                .get("kindling.schedule.instants")
                .tag("verdict", "fired")
                .counter()
                .count())
        .isEqualTo(1.0);
  }

  @Test
  void tickShouldDecideAheadAndLeaveTheCommitForTheInstant() {
    // given
    world.define(Schedules.definition("a", "*/10 * * * *", false, 1, world.now()));
    world.takeOver();
    world.settle();
    Instant due = Samples.BEGIN.plusSeconds(600);

    // when
    world.passToAlarm();
    assertThat(world.now()).isBefore(due);
    world.settle();

    // then
    assertThat(world.now()).isEqualTo(due);
    assertThat(world.requests())
        .singleElement()
        .satisfies(request -> assertThat(request.requestedAt()).isEqualTo(due));
    assertThat(world.state("a").decisions())
        .singleElement()
        .satisfies(decision -> assertThat(decision.decidedAt()).isEqualTo(due));
  }

  @Test
  void tickShouldSetTheAlarmSoonerWhenManyAreDueAtOnce() {
    // given
    for (int i = 0; i < 1_000; i++) {
      world.define(Schedules.definition("s" + i, "*/10 * * * *", false, 1, world.now()));
    }

    // when
    world.takeOver();
    world.settle();

    // then
    assertThat(world.alarm()).isEqualTo(decided(Samples.BEGIN.plusSeconds(600), 1_000));
  }

  private static Instant decided(Instant due, int fires) {
    return due.minus(LookAhead.LEAST).minus(LookAhead.EACH.multipliedBy(fires));
  }

  @Test
  void tickShouldNotDecideAheadWhatIsDueLaterThanTheNext() {
    // given
    world.define(Schedules.definition("a", "10 * * * *", false, 1, world.now()));
    world.define(Schedules.definition("b", "20 * * * *", false, 1, world.now()));
    world.takeOver();
    world.settle();

    // when
    world.passToAlarm();
    world.settle();

    // then
    assertThat(world.requests()).hasSize(1);
    assertThat(world.alarm()).isEqualTo(decided(Samples.BEGIN.plusSeconds(1_200), 1));
  }

  @Test
  void inputShouldForgetTheStateWhenScheduleIsDeleted() {
    // given
    world.define(Schedules.definition("a", "*/10 * * * *", false, 1, world.now()));
    world.takeOver();
    world.pass(601);
    world.settle();
    assertThat(world.state("a")).isNotNull();

    // when
    world.delete("a");
    world.settle();

    // then
    assertThat(world.state("a")).isNull();
    assertThat(world.alarm()).isNull();
  }

  @Test
  void tickShouldForgetTheStateWhenScheduleWasDeletedWhileNobodyWasThere() {
    // given
    world.define(Schedules.definition("a", "*/10 * * * *", false, 1, world.now()));
    world.takeOver();
    world.pass(601);
    world.settle();

    // when
    world.delete("a");
    world.takeOver();
    world.settle();

    // then
    assertThat(world.state("a")).isNull();
  }

  @Test
  void inputShouldKeepTheOthersGoingWhenADefinitionCannotBeUsed() {
    // given
    world.define(Schedules.definition("good", "*/10 * * * *", false, 1, world.now()));
    world.define(Schedules.definition("bad", "*/10 * * * *", false, 1, world.now()));
    world.takeOver();
    world.pass(601);
    world.settle();

    // when
    world.defineRaw("bad", Samples.bytes("{\"spec\":{\"cron\":\"* * * *\"}}"));
    world.defineRaw("worse", Samples.bytes("not json"));
    world.settle();
    world.pass(600);
    world.settle();

    // then
    assertThat(world.requests()).hasSize(3);
    assertThat(world.state("good").decisions()).hasSize(2);
    assertThat(world.state("bad").decisions()).hasSize(1);
    assertThat(world.meters().get("kindling.schedule.unreadable").counter().count()).isEqualTo(2.0);
  }

  @Test
  void inputShouldDecideByTheOldTimingUpToTheChangeWhenNobodyWasThere() {
    // given
    world.define(Schedules.definition("a", "*/10 * * * *", false, 1, world.now()));
    world.pass(1_500);
    world.define(Schedules.definition("a", "55 * * * *", false, 2, world.now()));
    world.pass(600);

    // when
    world.takeOver();
    world.settle();

    // then
    assertThat(world.decided("a").keySet())
        .containsExactlyInAnyOrder(
            Samples.BEGIN.plusSeconds(600), Samples.BEGIN.plusSeconds(1_200));
    assertThat(world.requests()).hasSize(1);
    assertThat(world.alarm()).isEqualTo(decided(Samples.BEGIN.plusSeconds(55 * 60), 1));
  }

  @Test
  void tickShouldDecideAllWhenVeryManyAreDueAtOnce() {
    // given
    for (int i = 0; i < 5_100; i++) {
      world.define(Schedules.definition("s" + i, "*/10 * * * *", false, 1, world.now()));
    }
    world.takeOver();
    world.settle();
    world.pass(601);

    // when
    world.turn(false);

    // then
    assertThat(world.requests()).hasSize(5_000);
    assertThat(world.alarm()).isBefore(world.now());

    // when
    world.turn(false);

    // then
    assertThat(world.requests()).hasSize(5_100);
    assertThat(world.alarm()).isAfter(world.now());
  }

  @Test
  void tickShouldDecideTheInstantOnceWhenParametersDoNotFit() {
    // given
    world.defineJob(Samples.job("etl", 2, "{\"properties\": {\"day\": {\"type\": \"integer\"}}}"));
    world.define(Schedules.definition("a", "*/10 * * * *", false, 1, world.now()));
    world.takeOver();
    world.settle();
    world.pass(601);
    world.settle();

    // when
    world.defineJob(Samples.job("etl", 3, "{\"properties\": {\"top\": {\"default\": 10}}}"));
    world.takeOver();
    world.settle();

    // then
    assertThat(world.requests()).isEmpty();
    assertThat(world.decided("a").get(Samples.BEGIN.plusSeconds(600))).hasSize(1);
    assertThat(world.state("a").decisions()).hasSize(1);
    assertThat(world.state("a").decisions().get(0).reason())
        .contains("parameters/day must be an integer");

    // when
    world.pass(600);
    world.settle();

    // then
    assertThat(world.requests()).hasSize(1);
    assertThat(world.requests().get(0).parameters().path("top").asInt()).isEqualTo(10);
    assertThat(world.state("a").decisions()).hasSize(2);
  }
}
