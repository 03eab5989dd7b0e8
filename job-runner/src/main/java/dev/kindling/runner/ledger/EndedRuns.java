package dev.kindling.runner.ledger;

import dev.kindling.model.job.History;
import dev.kindling.runner.ledger.RunRecords.EndedRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The ended runs of a partition that are still in the table: by id, so that a request for one of
 * them is answered with it, and by job and age, so that they leave in time. A run leaves when its
 * job keeps enough younger ones or it is too old, and it is in the archive, and nobody can mean it
 * by a repeated request any more. Used on the owner's thread.
 */
final class EndedRuns {
  private static final long NOT_KNOWN = Long.MAX_VALUE;
  private static final Comparator<Entry> OLDEST_FIRST =
      Comparator.comparingLong((Entry entry) -> entry.endedAt).thenComparing(entry -> entry.id);

  private final Duration atLeast;
  private final Map<String, Entry> byId = new HashMap<>();
  private final Map<String, Job> byJob = new HashMap<>();

  /**
   * @param atLeast how long every ended run stays, whatever its job says: for so long the same
   *     idempotency key is the same run
   */
  EndedRuns(Duration atLeast) {
    this.atLeast = atLeast;
  }

  boolean contains(String id) {
    return byId.containsKey(id);
  }

  int size() {
    return byId.size();
  }

  /** Takes a run; {@code offset} is where its last record stands. */
  void add(String id, EndedRun run, long offset) {
    Job job = byJob.computeIfAbsent(run.job(), Job::new);
    Entry entry = new Entry(id, run.succeeded(), run.endedAt().toEpochMilli(), job, offset);
    job.of(run.succeeded()).add(entry);
    Entry before = byId.put(id, entry);
    if (before != null) {
      leave(before);
    }
    if (entry.endedAt >= job.newest) {
      // What the job says of its history now; older runs carry what it said then.
      job.newest = entry.endedAt;
      job.history = run.history();
    }
  }

  /** As {@link #add(String, EndedRun, long)}; where it stands is told once it is committed. */
  void add(String id, EndedRun run) {
    add(id, run, NOT_KNOWN);
  }

  /** The last record of a run stands there. */
  void stored(String id, long offset) {
    Entry entry = byId.get(id);
    if (entry != null) {
      entry.offset = offset;
    }
  }

  void remove(String id) {
    Entry entry = byId.remove(id);
    if (entry != null) {
      leave(entry);
    }
  }

  private void leave(Entry entry) {
    entry.job.of(entry.succeeded).remove(entry);
    if (entry.job.isEmpty()) {
      byJob.remove(entry.job.name);
    }
  }

  /**
   * Takes out what may leave.
   *
   * @param archived every record below this offset is in the archive
   * @param most how many at once
   * @return their ids
   */
  List<String> leaving(long archived, Instant now, int most) {
    List<String> leaving = new ArrayList<>();
    for (Job job : List.copyOf(byJob.values())) {
      leaving(job, true, archived, now, most, leaving);
      leaving(job, false, archived, now, most, leaving);
    }
    leaving.forEach(this::remove);
    return leaving;
  }

  private void leaving(
      Job job, boolean succeeded, long archived, Instant now, int most, List<String> leaving) {
    ByAge runs = job.of(succeeded);
    int kept = succeeded ? job.history.succeeded() : job.history.failed();
    int tooMany = runs.size() - kept;
    long young = now.minus(atLeast).toEpochMilli();
    long old = now.minus(job.history.age()).toEpochMilli();
    List<Entry> oldestFirst = runs.oldestFirst();
    for (int place = 0; place < oldestFirst.size() && leaving.size() < most; place++) {
      Entry entry = oldestFirst.get(place);
      boolean tooOld = entry.endedAt < old;
      if (entry.endedAt >= young || (place >= tooMany && !tooOld)) {
        return;
      }
      if (entry.offset < archived) {
        leaving.add(entry.id);
      }
    }
  }

  private static final class Job {
    private final String name;
    private final ByAge succeeded = new ByAge();
    private final ByAge failed = new ByAge();
    private History history = History.standard();
    private long newest = Long.MIN_VALUE;

    Job(String name) {
      this.name = name;
    }

    ByAge of(boolean success) {
      return success ? succeeded : failed;
    }

    boolean isEmpty() {
      return succeeded.size() == 0 && failed.size() == 0;
    }
  }

  /**
   * Runs in the order in which they ended. They are put in order when somebody asks, not before: a
   * takeover adds a million of them, nearly in order, and must not pay for a tree.
   */
  private static final class ByAge {
    private final List<Entry> entries = new ArrayList<>();
    private boolean sorted = true;
    private int gone;

    void add(Entry entry) {
      sorted &= entries.isEmpty() || OLDEST_FIRST.compare(last(), entry) <= 0;
      entries.add(entry);
    }

    void remove(Entry entry) {
      entry.gone = true;
      gone++;
    }

    int size() {
      return entries.size() - gone;
    }

    /** A view, until the next change. */
    List<Entry> oldestFirst() {
      if (gone > 0) {
        entries.removeIf(entry -> entry.gone);
        gone = 0;
      }
      if (!sorted) {
        entries.sort(OLDEST_FIRST);
        sorted = true;
      }
      return entries;
    }

    private Entry last() {
      return entries.get(entries.size() - 1);
    }
  }

  private static final class Entry {
    private final String id;
    private final boolean succeeded;
    private final long endedAt;
    private final Job job;
    private long offset;
    private boolean gone;

    Entry(String id, boolean succeeded, long endedAt, Job job, long offset) {
      this.id = id;
      this.succeeded = succeeded;
      this.endedAt = endedAt;
      this.job = job;
      this.offset = offset;
    }
  }
}
