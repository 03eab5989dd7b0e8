package dev.kindling.runner.admission;

import dev.kindling.model.run.Origin;
import dev.kindling.model.run.Run;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The unfinished runs of a partition by job, and how many of each pool are under way. All runs of a
 * pool are in one partition, since the pool is their routing key. Used on the owner's thread.
 */
public final class RunQueues {
  private final Map<String, JobQueue> jobs = new HashMap<>();
  private final Map<String, Integer> underWayByPool = new HashMap<>();

  /** Takes the next state of a run; {@code before} is null for a new one. */
  public void changed(Run before, Run after) {
    String job = after.job().name();
    JobQueue queue = jobs.computeIfAbsent(job, JobQueue::new);
    queue.changed(before, after);
    if (queue.isEmpty()) {
      jobs.remove(job);
    }
    String pool = after.job().spec().limits().pool();
    if (pool != null) {
      int change =
          (after.state().isActive() ? 1 : 0)
              - (before != null && before.state().isActive() ? 1 : 0);
      underWayByPool.merge(pool, change, Integer::sum);
    }
  }

  /** How many runs of the job have not ended. */
  public int unfinished(String job) {
    JobQueue queue = jobs.get(job);
    return queue == null ? 0 : queue.unfinished();
  }

  /** The ids of a job's unfinished runs, who asked first goes first. */
  public List<String> oldest(String job, int most) {
    JobQueue queue = jobs.get(job);
    return queue == null ? List.of() : queue.oldest(most);
  }

  /** The ids of a job's unfinished runs that one schedule or trigger has started. */
  public List<String> unfinishedOf(String job, Origin origin) {
    JobQueue queue = jobs.get(job);
    return queue == null ? List.of() : queue.unfinishedOf(origin);
  }

  Collection<JobQueue> jobs() {
    return jobs.values();
  }

  int underWayOfPool(String pool) {
    return pool == null ? 0 : underWayByPool.getOrDefault(pool, 0);
  }
}
