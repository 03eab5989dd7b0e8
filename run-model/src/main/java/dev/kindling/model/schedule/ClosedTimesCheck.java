package dev.kindling.model.schedule;

import dev.kindling.model.problem.FieldProblem;
import java.util.ArrayList;
import java.util.List;

/** Says everything that is wrong with days and hours at which nothing is to start. Pure. */
final class ClosedTimesCheck {
  private static final int MOST_DATES = 1_000;

  /** Each is looked at for each instant. */
  private static final int MOST_HOURS = 100;

  private static final int MOST_DAYS = 100;
  private static final int MOST_WHY = 200;

  private ClosedTimesCheck() {}

  /**
   * Every problem, in the order of the fields.
   *
   * @param path of the object that has both fields, with a slash at its end; empty for the spec
   *     itself
   */
  static List<FieldProblem> problems(
      String path, List<ClosedDates> dates, List<ClosedHours> weekly) {
    List<FieldProblem> problems = new ArrayList<>();
    if (dates.size() > MOST_DATES) {
      problems.add(
          new FieldProblem(path + "dates", "may have at most " + MOST_DATES + " entries."));
    }
    if (weekly.size() > MOST_HOURS) {
      problems.add(
          new FieldProblem(path + "weekly", "may have at most " + MOST_HOURS + " entries."));
    }
    for (int i = 0; i < dates.size(); i++) {
      ClosedDates closed = dates.get(i);
      String at = path + "dates/" + i;
      why(problems, at, closed.why());
      if (closed.from() == null) {
        problems.add(
            new FieldProblem(at + "/from", "is missing: give the first day, as 2026-12-24."));
      } else if (closed.to().isBefore(closed.from())) {
        problems.add(new FieldProblem(at + "/to", "is before from."));
      }
    }
    for (int i = 0; i < weekly.size(); i++) {
      why(problems, path + "weekly/" + i, weekly.get(i).why());
      if (weekly.get(i).days().length() > MOST_DAYS) {
        problems.add(
            new FieldProblem(
                path + "weekly/" + i + "/days", "may have at most " + MOST_DAYS + " characters."));
        continue;
      }
      try {
        weekly.get(i).weekdays();
      } catch (CronSyntaxException e) {
        problems.add(new FieldProblem(path + "weekly/" + i + "/days", e.getMessage()));
      }
    }
    return problems;
  }

  private static void why(List<FieldProblem> problems, String path, String why) {
    if (why != null && why.length() > MOST_WHY) {
      problems.add(
          new FieldProblem(path + "/why", "may have at most " + MOST_WHY + " characters."));
    }
  }
}
