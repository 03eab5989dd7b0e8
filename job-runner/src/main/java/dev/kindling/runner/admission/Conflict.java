package dev.kindling.runner.admission;

import dev.kindling.model.job.Limits;
import dev.kindling.model.job.OnConflict;
import dev.kindling.model.run.Run;
import java.util.List;
import java.util.Optional;

/**
 * What a run that has just been accepted means for those before it. Pure.
 *
 * @param skipped why it is not to start at all; empty if it is
 * @param replaced the ids of the runs that are cancelled for it
 */
public record Conflict(Optional<String> skipped, List<String> replaced) {
  private static final Conflict NONE = new Conflict(Optional.empty(), List.of());

  /**
   * Looks for it: first among the runs of the same schedule or trigger, where the request has a
   * rule for them, then among those of the job.
   *
   * @param queues the run is among them
   */
  public static Conflict of(Run run, RunQueues queues) {
    Conflict ofOrigin = ofOrigin(run, queues);
    // The place of those that it replaces becomes its own, so that the job has nothing to add.
    return ofOrigin.equals(NONE) ? ofJob(run, queues) : ofOrigin;
  }

  private static Conflict ofOrigin(Run run, RunQueues queues) {
    OnConflict rule = run.admission().whenRunning();
    if (rule == null || rule == OnConflict.QUEUE) {
      return NONE;
    }
    List<String> others =
        queues.unfinishedOf(run.job().name(), run.origin()).stream()
            .filter(id -> !id.equals(run.id()))
            .toList();
    if (others.isEmpty()) {
      return NONE;
    }
    return rule == OnConflict.SKIP
        ? skip(
            "Run " + others.get(0) + ", which is before it, has not ended (whenRunning is skip).")
        : new Conflict(Optional.empty(), others);
  }

  /** As many runs of the job are unfinished as may be under way: the job says what follows. */
  private static Conflict ofJob(Run run, RunQueues queues) {
    Limits limits = run.job().spec().limits();
    if (limits.onConflict() == OnConflict.QUEUE || limits.maxConcurrentRuns() == null) {
      return NONE;
    }
    String job = run.job().name();
    int tooMany = queues.unfinished(job) - limits.maxConcurrentRuns();
    if (tooMany <= 0) {
      return NONE;
    }
    return limits.onConflict() == OnConflict.SKIP
        ? skip(
            (queues.unfinished(job) - 1)
                + " of "
                + limits.maxConcurrentRuns()
                + " runs of the job have not ended (limits/onConflict is skip).")
        : new Conflict(Optional.empty(), queues.oldest(job, tooMany));
  }

  private static Conflict skip(String reason) {
    return new Conflict(Optional.of(reason), List.of());
  }
}
