package dev.kindling.model.hold;

import dev.kindling.model.job.Names;
import java.util.Optional;

/** Names of holds: {@code all}, {@code job.NAME} or {@code pool.NAME}. */
public final class HoldNames {
  /** Holds every run: the drain before maintenance. */
  public static final String ALL = "all";

  private static final String JOB = "job.";
  private static final String POOL = "pool.";

  private HoldNames() {}

  public static String job(String name) {
    return JOB + name;
  }

  public static String pool(String name) {
    return POOL + name;
  }

  /** The job that a hold of this name holds; empty if it holds more than one. */
  public static Optional<String> heldJob(String name) {
    return name.startsWith(JOB) ? Optional.of(name.substring(JOB.length())) : Optional.empty();
  }

  /** What is wrong with a name, as the end of a sentence; empty if nothing is. */
  public static Optional<String> problem(String name) {
    if (ALL.equals(name)) {
      return Optional.empty();
    }
    for (String kind : new String[] {JOB, POOL}) {
      if (name.startsWith(kind)) {
        return Names.problem(name.substring(kind.length()));
      }
    }
    return Optional.of("must be all, job.NAME or pool.NAME");
  }
}
