package dev.kindling.model.schedule;

import dev.kindling.model.job.Names;
import dev.kindling.model.problem.FieldProblem;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * Says everything that is wrong with a schedule spec at once. That the job exists is looked at when
 * an instant is due: a job may well be defined after its schedule.
 */
public final class ScheduleSpecCheck {
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final Duration LONGEST_JITTER = Duration.ofDays(1);
  private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");
  private static final int MOST_EXPRESSIONS = 100;
  private static final int MOST_NOTE = 1_000;
  private static final int MOST_CALENDARS = 20;

  private final List<FieldProblem> problems = new ArrayList<>();

  private ScheduleSpecCheck() {}

  /** Every problem of the spec, in the order of its fields; empty when it is valid. */
  public static List<FieldProblem> problems(ScheduleSpec spec) {
    ScheduleSpecCheck check = new ScheduleSpecCheck();
    check.job(spec.job());
    check.cron(spec.cron());
    check.timeZone(spec.timeZone());
    check.instant("start", spec.start());
    check.instant("end", spec.end());
    if (spec.start() != null && spec.end() != null && spec.end().isBefore(spec.start())) {
      check.add("end", "is before start: there would be no instant.");
    }
    check.span("jitter", spec.jitter(), LONGEST_JITTER);
    check.exclude(spec.exclude());
    check.span("missed/window", spec.missed().window(), LONGEST);
    check.count("missed/maximum", spec.missed().maximum(), Missed.MOST);
    check.span("startingDeadline", spec.startingDeadline(), LONGEST);
    check.count("stopAfter/fires", spec.stopAfter().fires(), Integer.MAX_VALUE);
    check.count("stopAfter/failures", spec.stopAfter().failures(), ScheduleState.LEDGER_LENGTH);
    if (!spec.parameters().isObject()) {
      check.add("parameters", "must be an object with the parameters of each run by name.");
    } else {
      check.problems.addAll(FireTemplates.problems("parameters", spec.parameters()));
    }
    if (spec.note() != null && spec.note().length() > MOST_NOTE) {
      check.add("note", "may have at most " + MOST_NOTE + " characters.");
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

  private void cron(List<String> cron) {
    if (cron.stream().allMatch(String::isBlank)) {
      add("cron", "is missing: say when, for example \"30 2 * * mon-fri\" or \"@daily\".");
      return;
    }
    if (cron.size() > MOST_EXPRESSIONS) {
      add("cron", "may have at most " + MOST_EXPRESSIONS + " expressions.");
      return;
    }
    for (int i = 0; i < cron.size(); i++) {
      try {
        CronExpression.parse(cron.get(i), "");
      } catch (CronSyntaxException e) {
        add(cron.size() == 1 ? "cron" : "cron/" + i, e.getMessage());
      }
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

  private void exclude(Exclusions exclude) {
    if (exclude.calendars().size() > MOST_CALENDARS) {
      add("exclude/calendars", "may have at most " + MOST_CALENDARS + " calendars.");
      return;
    }
    for (int i = 0; i < exclude.calendars().size(); i++) {
      String at = "exclude/calendars/" + i;
      Names.problem(exclude.calendars().get(i)).ifPresent(problem -> add(at, problem + "."));
    }
    problems.addAll(ClosedTimesCheck.problems("exclude/", exclude.dates(), exclude.weekly()));
  }

  private void span(String field, Duration span, Duration longest) {
    if (span != null && (span.isNegative() || span.isZero() || span.compareTo(longest) > 0)) {
      add(field, "must be longer than nothing and at most " + longest + ".");
    }
  }

  private void instant(String field, Instant instant) {
    if (instant != null && !isUsual(instant)) {
      add(field, "must be in the years 1970 to 9999.");
    }
  }

  /** Whether an instant is one that the arithmetic of calendars is for. */
  public static boolean isUsual(Instant instant) {
    return !instant.isBefore(Instant.EPOCH) && instant.isBefore(END_OF_TIME);
  }

  private void count(String field, Integer count, int most) {
    if (count != null && (count < 1 || count > most)) {
      add(field, "must be from 1 to " + most + ".");
    }
  }

  private void add(String field, String message) {
    problems.add(new FieldProblem(field, message));
  }
}
