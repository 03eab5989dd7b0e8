package dev.kindling.bench.cron;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.bench.harness.Contestant;
import dev.kindling.bench.harness.Expectation;
import dev.kindling.bench.harness.Expectation.Bound;
import dev.kindling.bench.harness.Finding;
import dev.kindling.bench.harness.Measure;
import dev.kindling.bench.harness.Race;
import dev.kindling.bench.harness.Ratio;
import dev.kindling.bench.harness.Report;
import dev.kindling.bench.harness.Role;
import dev.kindling.model.json.Json;
import dev.kindling.model.schedule.ScheduleSpec;
import dev.kindling.model.schedule.Timetable;
import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What the next time of a schedule costs, in a zone with summer time, against the evaluators of
 * JobRunr, Spring and Quartz. One thread, no I/O.
 */
public final class CronYardstick {
  static final String NAME = "cron";
  private static final double TO_JOBRUNR = 2;
  private static final double TO_SPRING = 0.5;
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private final CronPlan plan;
  private final Consumer<String> out;

  /**
   * @param out hears of each line at once
   */
  public CronYardstick(CronPlan plan, Consumer<String> out) {
    this.plan = plan;
    this.out = out;
  }

  /** Measures. */
  public Report run() {
    List<Race.Outcome> races = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    List<Expectation> judged = new ArrayList<>();
    for (CronCase one : CronCase.ALL) {
      String ours = "Kindling " + one.ours();
      String spring = "Spring " + one.spring();
      String quartz = "Quartz " + one.quartz();
      List<Contestant> racers = new ArrayList<>();
      racers.add(new Instants(ours, Role.OURS, ours(one.ours()), plan.operations()));
      one.jobrunr()
          .ifPresent(
              text ->
                  racers.add(
                      new Instants(
                          "JobRunr " + text, Role.PEER, jobrunr(text), plan.operations())));
      racers.add(new Instants(spring, Role.PEER, spring(one.spring()), plan.operations()));
      racers.add(new Instants(quartz, Role.PEER, quartz(one.quartz()), plan.operations()));
      Race.Outcome race =
          new Race(Instants.IN_AN_OPERATION + " times of " + one.ours(), racers, plan.rounds(), out)
              .run();
      races.add(race);
      Ratio toSpring = Ratio.between(race.lines(), Measure.P50, ours, spring);
      judged.add(new Expectation(toSpring, Bound.AT_MOST, TO_SPRING));
      findings.add(toSpring);
      one.jobrunr()
          .ifPresent(
              text -> {
                Ratio ratio = Ratio.between(race.lines(), Measure.P50, ours, "JobRunr " + text);
                judged.add(new Expectation(ratio, Bound.AT_MOST, TO_JOBRUNR));
                findings.add(ratio);
              });
      findings.add(Ratio.between(race.lines(), Measure.P50, ours, quartz));
    }
    return Report.of(
        NAME, Instant.now(), races, findings, plan.judged() ? judged : List.of(), List.of());
  }

  private static UnaryOperator<Instant> ours(String text) {
    ScheduleSpec spec =
        Json.read(
            Json.text(Map.of("job", "a", "cron", text, "timeZone", BERLIN.getId())),
            ScheduleSpec.class);
    Timetable timetable = Timetable.of("a", spec);
    return after -> timetable.next(after).orElse(null);
  }

  private static UnaryOperator<Instant> spring(String text) {
    org.springframework.scheduling.support.CronExpression expression =
        org.springframework.scheduling.support.CronExpression.parse(text);
    return after -> {
      var next = expression.next(after.atZone(BERLIN));
      return next == null ? null : next.toInstant();
    };
  }

  private static UnaryOperator<Instant> jobrunr(String text) {
    org.jobrunr.scheduling.cron.CronExpression expression =
        new org.jobrunr.scheduling.cron.CronExpression(text);
    return after -> expression.next(after, after, BERLIN);
  }

  private static UnaryOperator<Instant> quartz(String text) {
    try {
      org.quartz.CronExpression expression = new org.quartz.CronExpression(text);
      expression.setTimeZone(TimeZone.getTimeZone(BERLIN));
      return after -> {
        Date next = expression.getNextValidTimeAfter(Date.from(after));
        return next == null ? null : next.toInstant();
      };
    } catch (ParseException e) {
      throw new BenchException("Quartz does not read " + text, e);
    }
  }
}
