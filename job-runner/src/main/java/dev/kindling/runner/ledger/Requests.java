package dev.kindling.runner.ledger;

import dev.kindling.model.job.JobSpecCheck;
import dev.kindling.model.job.Names;
import dev.kindling.model.problem.FieldProblem;
import dev.kindling.model.run.RunRequest;
import java.util.List;

/**
 * Whether a record is a request that can be worked with. The gateway and the scheduler write only
 * such ones, but anybody with the topic's password can write anything, and a record that makes a
 * decision throw would stop the partition, after each restart again. Pure.
 */
final class Requests {
  private Requests() {}

  /**
   * @throws IllegalArgumentException with what is wrong
   */
  static void check(RunRequest request) {
    if (request == null) {
      throw new IllegalArgumentException("the record is empty");
    }
    require(request.runId() != null && !request.runId().isBlank(), "runId is missing");
    if (request instanceof RunRequest.Requested requested) {
      requested(requested);
    } else if (request instanceof RunRequest.Cancel cancel) {
      require(cancel.at() != null, "at is missing");
    }
  }

  private static void requested(RunRequest.Requested request) {
    require(request.requestedAt() != null, "requestedAt is missing");
    require(request.parameters().isObject(), "parameters is not an object");
    require(request.job() != null, "job is missing");
    Names.problem(request.job().name()).ifPresent(problem -> require(false, "job/name " + problem));
    require(request.job().spec() != null, "job/spec is missing");
    List<FieldProblem> problems = JobSpecCheck.problems(request.job().spec());
    require(problems.isEmpty(), "job/spec is not valid: " + problems);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
