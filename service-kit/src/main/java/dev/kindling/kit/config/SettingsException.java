package dev.kindling.kit.config;

import dev.kindling.model.problem.FieldProblem;
import java.util.List;
import java.util.stream.Collectors;

/** The settings of a service do not make sense; the message names every problem at once. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<FieldProblem> problems;

  public SettingsException(List<FieldProblem> problems) {
    super(
        problems.stream()
            .map(problem -> problem.field() + ": " + problem.message())
            .collect(Collectors.joining("\n  ", "These settings are wrong:\n  ", "")));
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, in the order in which it was met; never empty. */
  public List<FieldProblem> problems() {
    return problems;
  }
}
