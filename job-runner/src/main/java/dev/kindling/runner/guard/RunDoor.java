package dev.kindling.runner.guard;

import dev.kindling.model.run.RunCommand;
import io.vertx.core.Future;
import java.util.List;

/** The runs as the guards' server reaches them. From any thread. */
public interface RunDoor {
  /**
   * Gives a command to a run and tells what came of it, once that is durable.
   *
   * @param partition the run's
   * @return fails if nobody can say now, for one because the partition is just moving
   */
  Future<GuardAnswer> ask(int partition, String runId, RunCommand command);

  /** Where guards may ask: every job-runner that is known. */
  List<String> runners();
}
