package dev.kindling.model.run;

import dev.kindling.model.guard.ExecutorSeen;
import java.util.List;

/**
 * An executor that an application has had.
 *
 * @param id its number in the application, as its log directory is named
 * @param host the machine that it is on
 * @param worker the worker that runs it: its id if the master was known to name it, else host and
 *     port of its web UI; null where there is no worker
 */
public record Executor(String id, String host, String worker) {
  /** What a guard has told; null where it told nothing. */
  public static List<Executor> of(List<ExecutorSeen> seen) {
    return seen == null
        ? null
        : seen.stream().map(one -> new Executor(one.id(), one.host(), one.workerUi())).toList();
  }
}
