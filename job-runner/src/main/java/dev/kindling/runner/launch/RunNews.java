package dev.kindling.runner.launch;

import dev.kindling.model.run.RunCommand;

/** Where news about a run goes: to the partition that holds it, if that is still ours. */
@FunctionalInterface
public interface RunNews {
  /** From any thread. */
  void tell(int partition, String runId, RunCommand news);
}
