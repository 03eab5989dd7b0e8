package dev.kindling.shipper.work;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds the directories of drivers and executors below one worker's work directory, by the layout
 * of Spark 4.0.0's worker: {@code driver-…} directly, {@code app-…/<executor number>} one deeper.
 *
 * <p>Called by the reader's thread at every poll; the cost of an idle call is one look per
 * application that is not old.
 */
public final class WorkDirectoryScanner {
  /** An application without a new executor for so long is looked at less often. */
  private static final long OLD_MILLIS = 3_600_000;

  private static final long OLD_APP_INTERVAL_MILLIS = 2_000;

  private final WorkDirectory work;
  private final Troubles troubles;
  private final Listing root;
  private final Map<String, Listing> apps = new HashMap<>();
  private final Map<String, LogDirectory> known = new TreeMap<>();
  private long nextLookAtOldApps;

  /**
   * @param troubles is told of directories that cannot be read
   */
  public WorkDirectoryScanner(WorkDirectory work, Troubles troubles) {
    this.work = work;
    this.troubles = troubles;
    this.root = new Listing(work.path());
  }

  /**
   * Looks for directories that came or went since the last call. A directory that exists and cannot
   * be read is a trouble of its own: what is known of it stays, and all others are looked at.
   *
   * @param nowMillis the wall clock
   */
  public Changes scan(long nowMillis) {
    List<LogDirectory> found = new ArrayList<>();
    List<LogDirectory> gone = new ArrayList<>();
    if (isChanged(work.path(), root, nowMillis)) {
      addTopLevel(found);
      removeVanished(gone);
    }
    scanApps(nowMillis, found, gone);
    return new Changes(found, gone);
  }

  private void addTopLevel(List<LogDirectory> found) {
    for (String name : root.names()) {
      if (name.startsWith("driver-")) {
        add(Role.DRIVER, name, found);
      } else if (name.startsWith("app-")) {
        apps.computeIfAbsent(name, app -> new Listing(work.path().resolve(app)));
      }
    }
  }

  private void removeVanished(List<LogDirectory> gone) {
    for (String app : List.copyOf(apps.keySet())) {
      if (!root.names().contains(app)) {
        apps.remove(app);
        troubles.ended(work.path().resolve(app));
      }
    }
    Iterator<LogDirectory> directories = known.values().iterator();
    while (directories.hasNext()) {
      LogDirectory directory = directories.next();
      if (!root.names().contains(directory.ownerId())) {
        directories.remove();
        gone.add(directory);
      }
    }
  }

  private void scanApps(long nowMillis, List<LogDirectory> found, List<LogDirectory> gone) {
    boolean lookAtOld = nowMillis >= nextLookAtOldApps;
    if (lookAtOld) {
      nextLookAtOldApps = nowMillis + OLD_APP_INTERVAL_MILLIS;
    }
    for (Map.Entry<String, Listing> app : apps.entrySet()) {
      Listing executors = app.getValue();
      boolean old = nowMillis - executors.modifiedMillis() > OLD_MILLIS;
      Path path = work.path().resolve(app.getKey());
      if ((!old || lookAtOld) && isChanged(path, executors, nowMillis)) {
        addExecutors(app.getKey(), executors.names(), found);
        removeExecutors(app.getKey(), executors.names(), gone);
      }
    }
  }

  private boolean isChanged(Path path, Listing listing, long nowMillis) {
    try {
      boolean changed = listing.refresh(nowMillis);
      troubles.ended(path);
      return changed;
    } catch (IOException e) {
      troubles.began(path, e);
      return false;
    }
  }

  private void addExecutors(String app, Set<String> names, List<LogDirectory> found) {
    for (String name : names) {
      if (name.chars().allMatch(c -> c >= '0' && c <= '9')) {
        add(Role.EXECUTOR, app + "/" + name, found);
      }
    }
  }

  private void removeExecutors(String app, Set<String> names, List<LogDirectory> gone) {
    Iterator<LogDirectory> directories = known.values().iterator();
    while (directories.hasNext()) {
      LogDirectory directory = directories.next();
      if (app.equals(directory.appId()) && !names.contains(directory.executorId())) {
        directories.remove();
        gone.add(directory);
      }
    }
  }

  private void add(Role role, String name, List<LogDirectory> found) {
    if (!known.containsKey(name)) {
      Path path = work.path().resolve(name);
      LogDirectory directory = new LogDirectory(work.worker(), role, name, path);
      known.put(name, directory);
      found.add(directory);
    }
  }

  /**
   * What one scan saw.
   *
   * @param found directories that were not there before
   * @param gone directories that are no longer there
   */
  public record Changes(List<LogDirectory> found, List<LogDirectory> gone) {}
}
