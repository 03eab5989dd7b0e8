package dev.kindling.gateway.run;

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
  public Future<Run> find(String id) {
    return look(id)
        .map(found -> found.orElseThrow(() -> Problems.notFound("There is no run " + id + ".")));
  }

  /** The run; fails with the problem 503 if nobody can say whether there is one. */
  public Future<Optional<Run>> look(String id) {
    Optional<Run> current = index.get(id);
    return current.isPresent() ? Future.succeededFuture(current) : archive.find(id);
  }
}
