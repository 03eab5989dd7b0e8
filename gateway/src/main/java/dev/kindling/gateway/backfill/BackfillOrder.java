package dev.kindling.gateway.backfill;

import dev.kindling.model.job.Limits;
import dev.kindling.model.job.Names;
import dev.kindling.model.problem.FieldProblem;
import dev.kindling.model.schedule.ScheduleSpecCheck;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a person asks for.
 *
 * @param name of the backfill; null for one that is made
 * @param from the first instant; null only in an invalid order
 * @param to the last instant; null only in an invalid order
 * @param concurrency how many of its runs may be unfinished at once; 1 where an order says nothing
 * @param priority of its runs; -100 where an order says nothing, so that others go first
 * @param stopAfterFailures after so many failures no more are asked for; null for never
 * @param again whether instants are run, too, for which a run has succeeded
 */
record BackfillOrder(
    String name,
    Instant from,
    Instant to,
    Integer concurrency,
    Integer priority,
    Integer stopAfterFailures,
    boolean again) {
  private static final int MOST_AT_ONCE = 100;

  BackfillOrder {
    concurrency = concurrency == null ? Integer.valueOf(1) : concurrency;
    priority = priority == null ? Integer.valueOf(-100) : priority;
  }

  /** Every problem, in the order of the fields; empty when it is valid. */
  static List<FieldProblem> problems(BackfillOrder order) {
    List<FieldProblem> problems = new ArrayList<>();
    if (order.name != null) {
      Names.problem(order.name)
          .ifPresent(problem -> problems.add(new FieldProblem("name", problem + ".")));
    }
    if (order.from == null) {
      problems.add(new FieldProblem("from", "is missing: give the first instant in UTC."));
    }
    if (order.to == null) {
      problems.add(new FieldProblem("to", "is missing: give the last instant in UTC."));
    } else if (order.from != null && order.to.isBefore(order.from)) {
      problems.add(new FieldProblem("to", "is before from."));
    }
    usual(problems, "from", order.from);
    usual(problems, "to", order.to);
    within(problems, "concurrency", order.concurrency, 1, MOST_AT_ONCE);
    within(problems, "priority", order.priority, -Limits.PRIORITY_BOUND, Limits.PRIORITY_BOUND);
    if (order.stopAfterFailures != null) {
      within(problems, "stopAfterFailures", order.stopAfterFailures, 1, Integer.MAX_VALUE);
    }
    return problems;
  }

  private static void usual(List<FieldProblem> problems, String field, Instant instant) {
    if (instant != null && !ScheduleSpecCheck.isUsual(instant)) {
      problems.add(new FieldProblem(field, "must be in the years 1970 to 9999."));
    }
  }

  private static void within(
      List<FieldProblem> problems, String field, int value, int least, int most) {
    if (value < least || value > most) {
      problems.add(new FieldProblem(field, "must be from " + least + " to " + most + "."));
    }
  }
}
