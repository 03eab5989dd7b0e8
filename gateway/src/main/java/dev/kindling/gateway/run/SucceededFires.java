package dev.kindling.gateway.run;

import dev.kindling.model.run.Origin;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** For which instants of a schedule a run has succeeded, be it a current run or an archived one. */
public final class SucceededFires {
  private final Vertx vertx;
  private final RunIndex index;
  private final ArchivedRuns archive;

  public SucceededFires(Vertx vertx, RunIndex index, ArchivedRuns archive) {
    this.vertx = vertx;
    this.index = index;
    this.archive = archive;
  }

  /**
   * Finds them.
   *
   * @param job of the schedule
   * @param backfills the names of the schedule's backfills
   * @param from the first instant
   * @param to the last instant
   * @return fails with a problem of 503 if the archive does not answer
   */
  public Future<Set<Instant>> find(
      String job, String schedule, Set<String> backfills, Instant from, Instant to) {
    return vertx
        .executeBlocking(() -> current(job, schedule, backfills, from, to), false)
        .compose(
            current ->
                archive
                    .succeededDetails(job, schedule, backfills, from, to)
                    .map(
                        details -> {
                          details.forEach(detail -> instant(detail).ifPresent(current::add));
                          return current;
                        }));
  }

  /** A job may have very many runs: off the loop. */
  private Set<Instant> current(
      String job, String schedule, Set<String> backfills, Instant from, Instant to) {
    Set<Instant> current = new HashSet<>();
    RunFilter succeeded = new RunFilter(Set.of(RunState.SUCCEEDED), job, null, null);
    for (Run run : index.page(succeeded, null, Integer.MAX_VALUE).runs()) {
      if (isOf(run.origin(), schedule, backfills)) {
        instant(run.origin().detail())
            .filter(instant -> !instant.isBefore(from) && !instant.isAfter(to))
            .ifPresent(current::add);
      }
    }
    return current;
  }

  private static boolean isOf(Origin origin, String schedule, Set<String> backfills) {
    return switch (origin.kind()) {
      case SCHEDULE -> schedule.equals(origin.name());
      case BACKFILL -> backfills.contains(origin.name());
      case API, TRIGGER -> false;
    };
  }

  private static Optional<Instant> instant(String detail) {
    try {
      return Optional.of(Instant.parse(detail));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
