package dev.kindling.kit.request;

import dev.kindling.kit.parameters.CheckedParameters;
import dev.kindling.model.problem.FieldProblem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Says in one sentence why parameters cannot become a run. Pure. A reason stands in fire ledgers
 * and dead letters, which must fit into a Kafka record, and problems quote schemas and events: so
 * both their number and their length are bounded.
 */
public final class Misfit {
  private static final int MOST_PROBLEMS = 5;
  private static final int MOST_LETTERS = 200;

  private Misfit() {}

  /**
   * What is wrong; empty if the parameters fit.
   *
   * @param job the name of the job that they were checked for
   */
  public static Optional<String> reason(String job, CheckedParameters checked) {
    if (checked instanceof CheckedParameters.Unfit unfit) {
      return Optional.of(
          "The parameters do not fit the job \"" + job + "\": " + list(unfit.problems()) + ".");
    }
    if (checked instanceof CheckedParameters.UnusableSchema unusable) {
      return Optional.of("The job \"" + job + "\" cannot take parameters: " + unusable.reason());
    }
    return Optional.empty();
  }

  private static String list(List<FieldProblem> problems) {
    String told =
        problems.stream().limit(MOST_PROBLEMS).map(Misfit::told).collect(Collectors.joining("; "));
    int more = problems.size() - MOST_PROBLEMS;
    return more > 0 ? told + "; and " + more + " more" : told;
  }

  private static String told(FieldProblem problem) {
    return bounded(problem.field()) + " " + bounded(problem.message().replaceFirst("\\.$", ""));
  }

  private static String bounded(String text) {
    String cut = text.length() <= MOST_LETTERS ? text : text.substring(0, MOST_LETTERS) + "…";
    // Half a surrogate pair, from the cut or from an event, cannot be written as UTF-8: it becomes
    // a question mark here, as it would otherwise fail the whole turn when the record is written.
    return new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
