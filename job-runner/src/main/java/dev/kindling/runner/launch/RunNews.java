package dev.kindling.runner.launch;

import dev.kindling.model.run.RunCommand;

/** Where news about a run goes: to the partition that holds it, if that is still ours. */
public interface RunNews {
  /** Whether the runs of a partition are ours at this moment. From any thread. */
  boolean isOurs(int partition);

  /** From any thread. */
  void tell(int partition, String runId, RunCommand news);
}
