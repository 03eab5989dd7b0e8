package dev.kindling.model.schedule;

import dev.kindling.model.job.Names;
import dev.kindling.model.problem.FieldProblem;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * Says everything that is wrong with a schedule spec at once. That the job exists is looked at when
 * an instant is due: a job may well be defined after its schedule.
 */
public final class ScheduleSpecCheck {
  private final List<FieldProblem> problems = new ArrayList<>();

  private ScheduleSpecCheck() {}

  /** Every problem of the spec, in the order of its fields; empty when it is valid. */
  public static List<FieldProblem> problems(ScheduleSpec spec) {
    ScheduleSpecCheck check = new ScheduleSpecCheck();
    check.job(spec.job());
    check.cron(spec.cron());
    check.timeZone(spec.timeZone());
    if (!spec.parameters().isObject()) {
      check.add("parameters", "must be an object with the parameters of each run by name.");
    }
    return List.copyOf(check.problems);
  }

  private void job(String job) {
    if (job == null) {
      add("job", "is missing: name the job to run.");
    } else {
      Names.problem(job).ifPresent(problem -> add("job", problem + "."));
    }
  }

  private void cron(String cron) {
    if (cron == null || cron.isBlank()) {
      add("cron", "is missing: say when, for example \"30 2 * * mon-fri\" or \"@daily\".");
      return;
    }
    try {
      CronExpression.parse(cron);
    } catch (CronSyntaxException e) {
      add("cron", e.getMessage());
    }
  }

  /** An offset such as +02:00 is refused: it would silently ignore daylight saving time. */
  private void timeZone(String timeZone) {
    if (!ZoneId.getAvailableZoneIds().contains(timeZone)) {
      add(
          "timeZone",
          "must be the IANA name of a time zone, for example UTC, Europe/Berlin or"
              + " America/New_York.");
    }
  }

  private void add(String field, String message) {
    problems.add(new FieldProblem(field, message));
  }
}
