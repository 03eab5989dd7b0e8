package dev.kindling.model.run;

import dev.kindling.model.job.JobDefinition;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lets the runs of one job revision share its definition: it is most of what a run weighs in
 * memory, and every record brings a copy of its own. Not thread-safe.
 */
public final class SharedJobs {
  private static final int MOST = 10_000;

  private final Map<Key, JobDefinition> jobs =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, JobDefinition> eldest) {
          return size() > MOST;
        }
      };

  /** The same run with the definition that others of its revision have. */
  public Run in(Run run) {
    JobDefinition job = run.job();
    Key key = new Key(job.name(), job.revision(), job.updatedAt());
    JobDefinition known = jobs.putIfAbsent(key, job);
    // Somebody with the topic's password may write a revision twice with different contents.
    return known == null || !known.equals(job) ? run : run.withJob(known);
  }

  private record Key(String name, long revision, Instant updatedAt) {}
}
