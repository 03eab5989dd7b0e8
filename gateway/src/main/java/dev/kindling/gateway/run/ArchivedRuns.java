package dev.kindling.gateway.run;

import dev.kindling.model.run.Run;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** The runs that have left the table. */
public interface ArchivedRuns {
  /**
   * The run of this id; empty if the archive has none. Fails with a problem of 503 if the archive
   * does not answer: then nobody can say whether there is such a run.
   */
  Future<Optional<Run>> find(String id);

  /**
   * The fire times, as text, of the runs of a schedule and its backfills that have succeeded. Fails
   * with a problem of 503 if the archive does not answer.
   */
  Future<Set<String>> succeededDetails(String job, String schedule, Instant from, Instant to);
}
