package dev.kindling.gateway.run;

import dev.kindling.gateway.problem.ProblemException;
import dev.kindling.gateway.problem.Problems;
import dev.kindling.model.run.Run;
import io.vertx.core.Future;
import java.util.Optional;

/** Every run that there is or was: the current ones from the table, the older from the archive. */
public final class KnownRuns {
  private final RunIndex index;
  private final ArchivedRuns archive;

  public KnownRuns(RunIndex index, ArchivedRuns archive) {
    this.index = index;
    this.archive = archive;
  }

  /** The run; fails with the problem 404 if there is none, 503 if nobody can say. */
  Future<Run> find(String id) {
    Optional<Run> current = index.get(id);
    return current.isPresent()
        ? Future.succeededFuture(current.get())
        : archive
            .find(id)
            .compose(
                found ->
                    found
                        .map(Future::succeededFuture)
                        .orElseGet(
                            () ->
                                Future.failedFuture(
                                    Problems.notFound("There is no run " + id + "."))));
  }

  /** Whether there is such a run; fails if nobody can say. */
  public Future<Boolean> has(String id) {
    return find(id)
        .map(true)
        .recover(
            failure ->
                failure instanceof ProblemException problem && problem.problem().status() == 404
                    ? Future.succeededFuture(false)
                    : Future.failedFuture(failure));
  }
}
