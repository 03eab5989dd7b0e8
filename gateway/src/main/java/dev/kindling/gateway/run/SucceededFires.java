package dev.kindling.gateway.run;

import dev.kindling.model.backfill.BackfillSpec;
import dev.kindling.model.run.Origin;
import dev.kindling.model.run.Run;
import dev.kindling.model.run.RunState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * For which instants of a schedule a run has succeeded or is under way, be it a current run or an
 * archived one.
 */
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
   * @param from the first instant
   * @param to the last instant
   * @return fails with a problem of 503 if the archive does not answer
   */
  public Future<Set<Instant>> find(String job, String schedule, Instant from, Instant to) {
    return vertx
        .executeBlocking(() -> current(job, schedule, from, to), false)
        .compose(
            current ->
                archive
                    .succeededDetails(job, schedule, from, to)
                    .map(
                        details -> {
                          details.forEach(detail -> instant(detail).ifPresent(current::add));
                          return current;
                        }));
  }

  /** A job may have very many runs: off the loop. */
  private Set<Instant> current(String job, String schedule, Instant from, Instant to) {
    Set<Instant> current = new HashSet<>();
    Set<RunState> states = EnumSet.of(RunState.SUCCEEDED);
    for (RunState state : RunState.values()) {
      if (!state.isFinal()) {
        states.add(state);
      }
    }
    RunFilter succeeded = new RunFilter(states, job, null, null);
    for (Run run : index.page(succeeded, null, Integer.MAX_VALUE).runs()) {
      if (isOf(run.origin(), schedule)) {
        instant(run.origin().detail())
            .filter(instant -> !instant.isBefore(from) && !instant.isAfter(to))
            .ifPresent(current::add);
      }
    }
    return current;
  }

  private static boolean isOf(Origin origin, String schedule) {
    return switch (origin.kind()) {
      case SCHEDULE -> schedule.equals(origin.name());
      case BACKFILL -> origin.name().startsWith(BackfillSpec.origins(schedule));
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
