package dev.kindling.runner.admission;

import dev.kindling.model.job.LaunchSpec;
import dev.kindling.model.run.Run;
import java.time.Instant;
import java.util.Optional;

/**
 * What other job-runners must know of an attempt that is under way at one of them, so that nobody
 * promises the same room twice. It travels in a header of the run's record.
 *
 * @param driverId the driver, or null while it is not known
 * @param need what it takes of our cluster; null for nothing
 * @param appSince when it was first written that its application has begun; null if it has not
 */
public record LiveAttempt(String driverId, Need need, Instant appSince) {
  private static final String NONE = "-";
  private static final int PARTS = 6;

  /** Of a run with an attempt that has not ended; empty for any other. */
  public static Optional<LiveAttempt> of(Run run) {
    LaunchSpec launch = run.job().spec().launch();
    return run.liveAttempt()
        .map(
            attempt ->
                new LiveAttempt(
                    attempt.driverId(),
                    launch.master() == null ? Need.of(run) : null,
                    attempt.appId() == null ? null : run.updatedAt()));
  }

  /** {@code driver|- driverCores driverMb executorCores executorMb app|-}; zeros for no need. */
  public String text() {
    Need some = need == null ? new Need(0, 0, 0, 0) : need;
    return String.join(
        " ",
        driverId == null ? NONE : driverId,
        Integer.toString(some.driverCores()),
        Integer.toString(some.driverMb()),
        Integer.toString(some.executorCores()),
        Integer.toString(some.executorMb()),
        appSince == null ? NONE : "app");
  }

  /**
   * Reads the text of a header; empty if it is none.
   *
   * @param at when the record was written
   */
  public static Optional<LiveAttempt> parse(String text, Instant at) {
    String[] parts = text.split(" ", -1);
    if (parts.length != PARTS) {
      return Optional.empty();
    }
    try {
      Need need =
          new Need(
              Integer.parseInt(parts[1]),
              Integer.parseInt(parts[2]),
              Integer.parseInt(parts[3]),
              Integer.parseInt(parts[4]));
      return Optional.of(
          new LiveAttempt(
              parts[0].equals(NONE) ? null : parts[0],
              need.equals(new Need(0, 0, 0, 0)) ? null : need,
              parts[5].equals(NONE) ? null : at));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
