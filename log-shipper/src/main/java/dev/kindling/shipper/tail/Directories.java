package dev.kindling.shipper.tail;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kindling.kit.log.event.IoStream;
import dev.kindling.kit.log.parse.LaunchHeader;
import dev.kindling.kit.log.parse.RunTag;
import dev.kindling.shipper.checkpoint.Checkpoint;
import dev.kindling.shipper.checkpoint.Fingerprint;
import dev.kindling.shipper.checkpoint.StreamEntry;
import dev.kindling.shipper.document.LogOrigin;
import dev.kindling.shipper.document.ProcessOrigin;
import dev.kindling.shipper.document.ServiceOrigin;
import dev.kindling.shipper.header.HeaderFile;
import dev.kindling.shipper.roll.RollWatch;
import dev.kindling.shipper.work.LogDirectory;
import dev.kindling.shipper.work.LogSource;
import dev.kindling.shipper.work.ProcessLog;
import dev.kindling.shipper.work.Role;
import dev.kindling.shipper.work.ServiceLog;
import dev.kindling.shipper.work.Troubles;
import dev.kindling.shipper.work.WorkDirectory;
import dev.kindling.shipper.work.WorkDirectoryScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows every log that is followed: those of services, and every process directory: waiting for its
 * command line, ours (with its two streams), or foreign. A process whose command line has no tag of
 * ours is never shipped.
 *
 * <p>Used by the shipper's thread only.
 */
public final class Directories {
  private static final Logger LOG = LoggerFactory.getLogger(Directories.class);

  private static final String NO_HEADER = "";

  private final List<WorkDirectory> works;
  private final List<WorkDirectoryScanner> scanners;
  private final EventPipeline pipeline;
  private final Map<String, StreamEntry> unclaimed;
  private final RollWatch watch;
  private final Set<LogDirectory> waiting = new LinkedHashSet<>();

  /** Logs of services that have no first line yet. */
  private final Set<ServiceLog> unbegun = new LinkedHashSet<>();

  private final Set<LogDirectory> foreign = new HashSet<>();
  private final Map<String, LogStream> streams = new LinkedHashMap<>();
  private final Troubles troubles = new Troubles(LOG::warn);
  private boolean pruned;

  /**
   * @param works the work directories of all workers
   * @param services logs of Kindling's own services
   * @param before how far an earlier shipper came
   * @param watch hears of rolled files that are lost
   */
  public Directories(
      List<WorkDirectory> works,
      List<ServiceLog> services,
      Checkpoint before,
      EventPipeline pipeline,
      RollWatch watch) {
    this.watch = watch;
    this.works = List.copyOf(works);
    this.scanners = works.stream().map(work -> new WorkDirectoryScanner(work, troubles)).toList();
    this.pipeline = pipeline;
    this.unclaimed = new TreeMap<>(before.streams());
    for (ServiceLog log : services) {
      StreamEntry entry = unclaimed.remove(log.key());
      if (entry == null) {
        unbegun.add(log);
      } else {
        follow(log, entry.header(), entry);
      }
    }
    // Of services that are no longer followed; their documents are known by their ids.
    unclaimed.keySet().removeIf(key -> key.startsWith(ServiceLog.KEYS));
  }

  /** The streams of our processes; safe to use until the next {@link #look}. */
  public List<LogStream> streams() {
    return List.copyOf(streams.values());
  }

  public int waiting() {
    return waiting.size();
  }

  public int foreign() {
    return foreign.size();
  }

  /** What cannot be read; whoever reads the streams adds to it. */
  public Troubles troubles() {
    return troubles;
  }

  /**
   * Finds what came and went. What cannot be read is one of the {@link #troubles} and keeps nothing
   * else from being found; it is tried again at every look.
   *
   * @param nowMillis the wall clock
   */
  public void look(long nowMillis) {
    for (WorkDirectoryScanner scanner : scanners) {
      WorkDirectoryScanner.Changes changes = scanner.scan(nowMillis);
      waiting.addAll(changes.found());
      changes.gone().forEach(this::gone);
    }
    Iterator<LogDirectory> undecided = waiting.iterator();
    while (undecided.hasNext()) {
      if (isDecided(undecided.next())) {
        undecided.remove();
      }
    }
    unbegun.removeIf(this::isBegun);
    removeFinished();
    if (!pruned) {
      pruned = true;
      forgetDeleted();
    }
  }

  /** How far all streams have come, with those whose directory was not seen yet. */
  public Checkpoint checkpoint() {
    Map<String, StreamEntry> entries = new TreeMap<>(unclaimed);
    streams.forEach((key, stream) -> entries.put(key, stream.entry()));
    return Checkpoint.of(entries);
  }

  /**
   * The first line tells two logs of one name apart, as it does for processes: it has the time of
   * the start. Without it, new bytes could meet the ids of old ones.
   */
  private boolean isBegun(ServiceLog log) {
    try {
      HeaderFile.Look look = HeaderFile.first(log.path());
      troubles.ended(log.path());
      if (look.state() == HeaderFile.State.NOT_YET) {
        return false;
      }
      byte[] line = String.valueOf(look.line()).getBytes(UTF_8);
      follow(log, Fingerprint.digest(line, line.length), null);
      return true;
    } catch (IOException e) {
      troubles.began(log.path(), e);
      return false;
    }
  }

  private void follow(ServiceLog log, String header, StreamEntry before) {
    streams.put(log.key(), new LogStream(new ServiceOrigin(log), header, pipeline, before, watch));
  }

  private boolean isDecided(LogDirectory directory) {
    ProcessLog stderr = new ProcessLog(directory, IoStream.STDERR);
    try {
      HeaderFile.Look look = HeaderFile.first(stderr.path());
      troubles.ended(stderr.path());
      return isDecided(directory, stderr, look);
    } catch (IOException e) {
      troubles.began(stderr.path(), e);
      return false;
    }
  }

  private boolean isDecided(LogDirectory directory, ProcessLog stderr, HeaderFile.Look look) {
    boolean isHeader =
        look.state() == HeaderFile.State.COMPLETE && LaunchHeader.isHeader(look.line());
    StreamEntry before = unclaimed.get(stderr.key());
    // The file with the command line may be deleted by now: what looks like one is a log line then.
    if (before != null && (!isHeader || look.rolled() || before.segment().start() > 0)) {
      follow(directory, Optional.of(before.tag()), before.header());
      return true;
    }
    if (isHeader) {
      byte[] line = look.line().getBytes(UTF_8);
      follow(directory, LaunchHeader.tagOf(look.line()), Fingerprint.digest(line, line.length));
      return true;
    }
    if (look.state() == HeaderFile.State.NOT_YET) {
      return false;
    }
    Optional<RunTag> sibling = tagOfSibling(directory);
    if (sibling.isEmpty() && look.rolled()) {
      return false; // its command line was rolled away; another executor may tell whose it is
    }
    follow(directory, sibling, NO_HEADER);
    return true;
  }

  /** All executors of an application are of one run: one whose command line is gone as well. */
  private Optional<RunTag> tagOfSibling(LogDirectory directory) {
    if (directory.role() != Role.EXECUTOR) {
      return Optional.empty();
    }
    return streams.values().stream()
        .map(LogStream::origin)
        .filter(origin -> isOfApplication(origin.source(), directory.appId()))
        .map(LogOrigin::tag)
        .findFirst();
  }

  private static boolean isOfApplication(LogSource source, String appId) {
    return source instanceof ProcessLog log && appId.equals(log.directory().appId());
  }

  private void follow(LogDirectory directory, Optional<RunTag> tag, String header) {
    if (tag.isEmpty()) {
      foreign.add(directory);
      LOG.info("{} is of no run of Kindling: it is not shipped", directory.path());
      return;
    }
    for (IoStream iostream : IoStream.values()) {
      ProcessLog source = new ProcessLog(directory, iostream);
      StreamEntry before = unclaimed.remove(source.key());
      boolean sameProcess = before != null && before.header().equals(header);
      streams.put(
          source.key(),
          new LogStream(
              new ProcessOrigin(source, tag.get()),
              header,
              pipeline,
              sameProcess ? before : null,
              watch));
    }
    LOG.info("{} belongs to run {}/{}", directory.path(), tag.get().runId(), tag.get().attempt());
  }

  private void gone(LogDirectory directory) {
    waiting.remove(directory);
    foreign.remove(directory);
    for (IoStream iostream : IoStream.values()) {
      ProcessLog source = new ProcessLog(directory, iostream);
      troubles.ended(source.path());
      LogStream stream = streams.get(source.key());
      if (stream != null) {
        stream.directoryGone();
      }
    }
  }

  private void removeFinished() {
    List<String> finished = new ArrayList<>();
    for (Map.Entry<String, LogStream> stream : streams.entrySet()) {
      if (stream.getValue().isFinished()) {
        close(stream.getValue());
        finished.add(stream.getKey());
      }
    }
    finished.forEach(streams::remove);
  }

  private void close(LogStream stream) {
    LogSource source = stream.source();
    troubles.ended(source.path());
    try {
      stream.close();
    } catch (IOException e) { // all of it is safe, and a descriptor can be closed only once
      LOG.warn("{} could not be closed", source.path(), e);
    }
  }

  /** Entries of directories that were deleted while no shipper ran; not if a disk is missing. */
  private void forgetDeleted() {
    Set<String> absent = new HashSet<>();
    for (WorkDirectory work : works) {
      if (Files.isDirectory(work.path())) {
        unclaimed.keySet().stream()
            .filter(key -> key.startsWith(work.worker() + "/"))
            // Not "does not exist, or cannot be seen": that may come back.
            .filter(key -> Files.notExists(directoryOf(work, key)))
            .forEach(absent::add);
      }
    }
    unclaimed.keySet().removeAll(absent);
  }

  private static Path directoryOf(WorkDirectory work, String key) {
    String below = key.substring(work.worker().length() + 1, key.lastIndexOf('/'));
    return work.path().resolve(below);
  }
}
