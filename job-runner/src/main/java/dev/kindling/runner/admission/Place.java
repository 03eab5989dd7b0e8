package dev.kindling.runner.admission;

import dev.kindling.model.run.Run;
import java.time.Instant;
import java.util.Comparator;

/**
 * The place of a run in the queue of its job: a higher priority goes first, then who asked first.
 * No part of it ever changes in a run's life.
 *
 * @param priority the one that the run was asked for with, else the job's at that time
 * @param requestedAt when it was asked for
 * @param runId the run
 */
record Place(int priority, Instant requestedAt, String runId) implements Comparable<Place> {
  private static final Comparator<Place> FIRST_GOES_FIRST =
      Comparator.comparing(Place::priority, Comparator.reverseOrder())
          .thenComparing(Place::requestedAt)
          .thenComparing(Place::runId);

  static Place of(Run run) {
    Integer own = run.admission().priority();
    int priority = own == null ? run.job().spec().limits().priority() : own;
    return new Place(priority, run.requestedAt(), run.id());
  }

  @Override
  public int compareTo(Place other) {
    return FIRST_GOES_FIRST.compare(this, other);
  }
}
