package dev.kindling.model.run;

import dev.kindling.model.job.FailureClass;
import dev.kindling.model.job.MemorySize;

/** How much memory the next attempt of a run gets. Pure. */
public final class MemoryRules {
  private static final String DRIVER = "spark.driver.memory";
  private static final String EXECUTOR = "spark.executor.memory";

  private MemoryRules() {}

  /** More where the last attempt ran out of it; else what that one had. Null for what is asked. */
  public static Memory next(Run run) {
    Attempt last = lastThatRan(run);
    if (last == null || last.outcome() == null) {
      return null;
    }
    if (last.outcome().failureClass() != FailureClass.OUT_OF_MEMORY) {
      return last.memory();
    }
    Integer driver = last.memory() == null ? null : last.memory().driverMb();
    Integer executor = last.memory() == null ? null : last.memory().executorMb();
    return inDriver(last.outcome())
        ? new Memory(grown(run, DRIVER, driver), executor)
        : new Memory(driver, grown(run, EXECUTOR, executor));
  }

  /** An attempt that never got as far as user code says nothing about memory. */
  private static Attempt lastThatRan(Run run) {
    Attempt last = null;
    for (Attempt attempt : run.attempts()) {
      if (attempt.state() != AttemptState.ABANDONED) {
        last = attempt;
      }
    }
    return last;
  }

  /** An executor's lack of memory reaches the driver as the words of an exception of Spark. */
  private static boolean inDriver(Outcome outcome) {
    String error = OutOfMemoryError.class.getName();
    return error.equals(outcome.exceptionClass()) || error.equals(outcome.rootCauseClass());
  }

  private static Integer grown(Run run, String property, Integer last) {
    int asked = MemorySize.mebibytes(run.job().spec().spark().properties().get(property));
    return run.job().spec().retry().memory().next(asked, last == null ? asked : last);
  }
}
