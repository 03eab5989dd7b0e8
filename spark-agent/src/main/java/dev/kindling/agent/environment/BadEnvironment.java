package dev.kindling.agent.environment;

import java.util.List;

/** The environment does not describe an attempt. Carries every problem, each with its remedy. */
public final class BadEnvironment extends Exception {
  private static final long serialVersionUID = 1L;

  private final List<String> problems;

  BadEnvironment(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  /** One line for each problem, never empty. */
  public List<String> problems() {
    return problems;
  }
}
