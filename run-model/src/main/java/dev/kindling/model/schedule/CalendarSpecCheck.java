package dev.kindling.model.schedule;

import dev.kindling.model.problem.FieldProblem;
import java.util.List;

/** Says everything that is wrong with a calendar at once. */
public final class CalendarSpecCheck {
  private CalendarSpecCheck() {}

  /** Every problem of the spec, in the order of its fields; empty when it is valid. */
  public static List<FieldProblem> problems(CalendarSpec spec) {
    return ClosedTimesCheck.problems("", spec.dates(), spec.weekly());
  }
}
