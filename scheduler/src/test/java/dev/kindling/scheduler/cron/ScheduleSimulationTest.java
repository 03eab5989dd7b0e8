package dev.kindling.scheduler.cron;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.run.RunIds;
import dev.kindling.model.run.RunRequest;
import dev.kindling.model.schedule.ClockChanges;
import dev.kindling.model.schedule.CronExpression;
import dev.kindling.model.schedule.InstantDecision;
import dev.kindling.model.schedule.Verdict;
import dev.kindling.scheduler.Samples;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Owners die between any two steps; each instant is decided once all the same. */
class ScheduleSimulationTest {
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  private static final String[] CRONS = {
    "*/30 * * * *", "10,40 * * * *", "30 2 * * *", "0 */3 * * *"
  };

  private static final String[] POLICIES = {"none", "last", "all"};

  @RepeatedTest(25)
  void decideShouldHappenOnceForEachInstantWhenOwnersDieAtAnyMoment(RepetitionInfo repetition) {
    // given
    long seed = Long.getLong("kindling.seed", 4_000L) + repetition.getCurrentRepetition();
    Random random = new Random(seed);
    ScheduleWorld world = new ScheduleWorld(random);
    List<String> quiet = new ArrayList<>();
    for (int i = 0; i < CRONS.length; i++) {
      String cron = CRONS[i];
      String policy = POLICIES[i % POLICIES.length];
      world.define(
          Schedules.definition(
              "quiet-" + i,
              1,
              world.now(),
              spec -> spec.put("cron", cron).putObject("missed").put("policy", policy)));
      quiet.add(CRONS[i]);
    }
    world.takeOver();

    // when
    for (int step = 0; step < 400; step++) {
      switch (random.nextInt(14)) {
        case 12, 13 -> world.passToAlarm();
        case 0 -> world.pass(60L * random.nextInt(90));
        case 1 -> world.pass(-random.nextInt(600));
        case 2 -> edit(world, random, step);
        case 3 -> {
          if (random.nextBoolean()) {
            world.takeOver();
          } else {
            world.delete("edited-" + random.nextInt(3));
          }
        }
        default -> world.pass(random.nextInt(240));
      }
      world.turn(true);
    }
    world.pass(3_600);
    world.settle();

    // then
    assertThat(world.crashes()).as("seed %d", seed).isGreaterThan(20);
    eachRunIsAskedForOnce(world, seed);
    for (int i = 0; i < quiet.size(); i++) {
      everyInstantIsDecided(world, "quiet-" + i, quiet.get(i), seed);
    }
    for (int i = 0; i < 3; i++) {
      decidedOnce(world, "edited-" + i, seed);
    }
  }

  private static void edit(ScheduleWorld world, Random random, int step) {
    world.define(
        Schedules.definition(
            "edited-" + random.nextInt(3),
            step,
            world.gatewayNow(),
            spec -> {
              spec.put("cron", CRONS[random.nextInt(CRONS.length)])
                  .put("paused", random.nextInt(3) == 0);
              spec.putObject("missed").put("policy", POLICIES[random.nextInt(POLICIES.length)]);
              if (random.nextBoolean()) {
                spec.put("jitter", "PT" + (1 + random.nextInt(40)) + "M");
              }
              if (random.nextInt(3) == 0) {
                spec.putObject("stopAfter").put("fires", 1 + random.nextInt(3));
              }
            }));
  }

  private static void eachRunIsAskedForOnce(ScheduleWorld world, long seed) {
    List<String> ids = world.requests().stream().map(RunRequest.Requested::runId).toList();
    assertThat(ids).as("seed %d", seed).doesNotHaveDuplicates().isNotEmpty();
  }

  private static void everyInstantIsDecided(
      ScheduleWorld world, String name, String cron, long seed) {
    List<Instant> due = new ArrayList<>();
    CronExpression expression = CronExpression.parse(cron, "");
    Instant until = world.state(name) == null ? Samples.BEGIN : world.state(name).decidedUntil();
    for (Instant at = expression.next(Samples.BEGIN, ZONE, ClockChanges.CRON).orElseThrow();
        !at.isAfter(until);
        at = expression.next(at, ZONE, ClockChanges.CRON).orElseThrow()) {
      due.add(at);
    }
    assertThat(world.decided(name).keySet())
        .as("%s, seed %d", name, seed)
        .containsExactlyInAnyOrderElementsOf(due);
    assertThat(expression.next(until, ZONE, ClockChanges.CRON).orElseThrow())
        .as("nothing due is left, seed %d", seed)
        .isAfter(world.now());
    decidedOnce(world, name, seed);
  }

  private static void decidedOnce(ScheduleWorld world, String name, long seed) {
    List<String> asked =
        world.requests().stream()
            .filter(request -> request.origin().name().equals(name))
            .map(RunRequest.Requested::runId)
            .toList();
    List<String> fired = new ArrayList<>();
    for (Map.Entry<Instant, Set<InstantDecision>> one : world.decided(name).entrySet()) {
      assertThat(one.getValue())
          .as("decisions about %s of %s, seed %d", one.getKey(), name, seed)
          .hasSize(1);
      one.getValue().stream()
          .filter(decision -> decision.verdict() == Verdict.FIRED)
          .map(decision -> RunIds.ofSchedule(name, decision.instant()))
          .forEach(fired::add);
    }
    assertThat(asked).as("%s, seed %d", name, seed).containsExactlyInAnyOrderElementsOf(fired);
  }
}
