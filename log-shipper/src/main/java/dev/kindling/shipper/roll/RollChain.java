package dev.kindling.shipper.roll;

import dev.kindling.shipper.checkpoint.Fingerprint;
import dev.kindling.shipper.checkpoint.RollMark;
import dev.kindling.shipper.checkpoint.SegmentPoint;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one log as one stream of bytes: those that were rolled, in the order in which they
 * were written, and the active one at the end. Whoever reads it sees no seam; a line that a roll
 * has cut is whole again.
 *
 * <p>{@link #look()} must be called often, also while nothing is read: it opens each file as soon
 * as it is there, so that Spark's {@code maxRetainedFiles} takes nothing away from under us. Rolled
 * files that came and went between two looks are lost; {@link RollWatch} hears of it.
 *
 * <p>Used by the shipper's thread only. Rules of rolling: Spark's {@code RollingFileAppender},
 * which closes the active file, renames it (or compresses it to {@code .gz} and deletes it), and
 * opens a new one.
 */
public final class RollChain implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RollChain.class);

  /** So many files are open at once; more than Spark should retain. */
  private static final int OPEN_AHEAD = 32;

  private final Path active;
  private final RollWatch watch;

  /** The first is being read; those behind it are open and not begun. */
  private final Deque<Segment> segments = new ArrayDeque<>();

  /** Where each file begins that has bytes which are not safe yet. */
  private final TreeMap<Long, Segment> begun = new TreeMap<>();

  /** Names of rolled files that are or were in the stream. */
  private final Set<String> known = new HashSet<>();

  /** The active file, if the last look found it as it was and there is no other; else null. */
  private PlainFile alone;

  /** Rolled files up to here do not belong to the stream. */
  private RollMark floor;

  /**
   * @param active the name of the active file
   * @param watch hears of what is lost
   */
  public RollChain(Path active, RollWatch watch) {
    this.active = active;
    this.watch = watch;
  }

  /**
   * Goes on where an earlier shipper stopped. Called before the first {@link #look()}.
   *
   * @param point the file that it read
   * @param offset the place in the stream from which on is needed
   */
  public Resumed resume(SegmentPoint point, long offset) throws IOException {
    LogFiles files = LogFiles.of(active).newerThan(point.after());
    try {
      return resume(point, offset, files);
    } catch (IOException e) {
      close(); // the next try begins at the beginning
      files.close();
      throw e;
    }
  }

  private Resumed resume(SegmentPoint point, long offset, LogFiles files) throws IOException {
    List<RolledFile> rolled = files.rolled();
    if (files.active().isEmpty() && rolled.isEmpty()) {
      return Resumed.NOTHING_THERE;
    }
    OptionalInt found = new SegmentSearch(active, files).find(point);
    if (found.isEmpty()) {
      files.close();
      return gone(point.after());
    }
    int own = found.getAsInt();
    append(files, own, files.markBefore(own, point.after()));
    Segment first = segments.getFirst();
    first.resume(point);
    begun.put(point.start(), first);
    if (first.file() instanceof PlainFile && first.file().size() < offset - point.start()) {
      close();
      return gone(files.markBefore(Math.min(own + 1, rolled.size()), point.after()));
    }
    return Resumed.FOUND;
  }

  /** The stream goes on with what is newer. */
  private Resumed gone(RollMark mark) {
    floor = mark;
    watch.missed(active);
    return Resumed.GONE;
  }

  /** Looks for files that came; one system call where nothing did. */
  public void look() throws IOException {
    Segment last = segments.peekLast();
    alone = null;
    if (last != null && !last.isSealed() && last.file().isActive()) {
      if (segments.size() == 1 && last.start() >= 0 && last.file() instanceof PlainFile plain) {
        alone = plain;
      }
      return;
    }
    LogFiles files = LogFiles.of(active);
    try {
      take(files, last);
    } catch (IOException e) {
      files.close(); // the next look opens it again
      throw e;
    }
  }

  private void take(LogFiles files, Segment last) throws IOException {
    if (last == null) {
      append(files.newerThan(floor), 0, floor);
      return;
    }
    List<RolledFile> rolled = files.rolled();
    int from = indexBehind(last, files);
    rolled.subList(0, from).forEach(one -> known.add(one.mark().name()));
    if (from == rolled.size() && isSame(files.active(), last)) {
      files.close(); // an empty file that rested has got its first bytes
      return;
    }
    boolean isRolled = from < rolled.size() || position(last, rolled) >= 0;
    if (files.active().isEmpty() && !isRolled && !last.isSealed()) {
      return; // its directory was deleted, or Spark is in the middle of a roll
    }
    last.seal();
    append(files, from, files.markBefore(from, last.after()));
  }

  private static boolean isSame(Optional<PlainFile> now, Segment last) {
    return now.isPresent() && now.get().fileKey().equals(last.file().fileKey());
  }

  /**
   * Reads from an offset in the stream into the array. Offsets only grow.
   *
   * @return the number of bytes, 0 if there are none at present
   */
  public int read(long offset, byte[] into) throws IOException {
    while (!segments.isEmpty()) {
      Segment first = segments.getFirst();
      if (first.start() < 0) {
        first.begin(offset);
        begun.put(offset, first);
      }
      int length = first.read(offset, into);
      boolean isOver = length == 0 && first.isSealed() && segments.size() > 1;
      if (!isOver) {
        return length;
      }
      segments.removeFirst().file().close();
    }
    return 0;
  }

  /**
   * Whether all was read that was there at the last look: nearly every log nearly every time, and
   * known without a system call.
   */
  public boolean isReadUpTo(long offset) {
    return alone != null && segments.getFirst().start() + alone.seenSize() == offset;
  }

  /** The end of the stream as far as files are known. */
  public long end(long offset) throws IOException {
    if (alone != null) {
      return Math.max(offset, segments.getFirst().start() + alone.seenSize());
    }
    long end = offset;
    for (Segment one : segments) {
      end = one.start() < 0 ? end + one.file().size() : one.start() + one.file().size();
    }
    return Math.max(offset, end);
  }

  /** Whether the active file is shorter than what was read of it: somebody has cut it. */
  public boolean isTruncated(long offset) throws IOException {
    Segment first = segments.peekFirst();
    if (alone != null && alone.seenSize() >= offset - first.start()) {
      return false;
    }
    return first != null
        && !first.isSealed()
        && first.start() >= 0
        && first.file().size() < offset - first.start();
  }

  /** The file in which a place is; what lies before it is forgotten. */
  public SegmentPoint pointAt(long offset) {
    Map.Entry<Long, Segment> entry = begun.floorEntry(offset);
    if (entry == null) {
      return new SegmentPoint(offset, Fingerprint.NONE, null, floor);
    }
    begun.headMap(entry.getKey()).clear();
    return entry.getValue().point();
  }

  /** When the file that is being read was last written to, in epoch milliseconds; 0 if unknown. */
  public long modifiedMillis() throws IOException {
    return segments.isEmpty() ? 0 : segments.getFirst().file().modifiedMillis();
  }

  /** Whether any file was ever seen. */
  public boolean isEmpty() {
    return segments.isEmpty();
  }

  /** Gives the descriptor back until there is something to read. */
  public void rest() throws IOException {
    if (segments.size() == 1) {
      segments.getFirst().file().rest();
    }
  }

  /**
   * Begins a new stream with the file that is being read, from its first byte on, and what is
   * behind it: it was cut, and may have been rolled since.
   */
  public void beginAnew() throws IOException {
    Segment first = segments.peekFirst();
    if (first != null) {
      floor = first.after();
    }
    close();
  }

  @Override
  public void close() throws IOException {
    alone = null;
    IOException failure = null;
    for (Segment one : segments) {
      try {
        one.file().close();
      } catch (IOException e) {
        failure = e;
      }
    }
    segments.clear();
    begun.clear();
    known.clear();
    if (failure != null) {
      throw failure;
    }
  }

  /**
   * Opens the files from an index on.
   *
   * @param before the place of the file before that
   */
  private void append(LogFiles files, int from, RollMark before) throws IOException {
    RollMark after = before;
    for (RolledFile one : files.rolled().subList(from, files.rolled().size())) {
      if (known.contains(one.mark().name())) {
        continue; // the clock went back, and with it the order
      }
      Optional<LogFile> file = open(one);
      if (file.isPresent()) {
        segments.add(new Segment(file.get(), after, true));
      } else {
        watch.lost(one.path(), one.size());
      }
      known.add(one.mark().name());
      after = one.mark();
    }
    if (files.active().isPresent()) {
      segments.add(new Segment(files.active().get(), after, false));
    }
  }

  private Optional<LogFile> open(RolledFile one) throws IOException {
    return segments.size() >= OPEN_AHEAD
        ? Optional.of(new UnopenedFile(active, one, watch))
        : UnopenedFile.open(active, one);
  }

  /** The index of the first rolled file that was written after a segment. */
  private int indexBehind(Segment last, LogFiles files) throws IOException {
    List<RolledFile> rolled = files.rolled();
    int own = position(last, rolled);
    if (own >= 0) {
      return own + 1;
    }
    int first = files.firstBehind(last.after());
    boolean compressed = first < rolled.size() && rolled.get(first).compressed();
    if (compressed && isCopy(rolled.get(first), last)) {
      return first + 1;
    }
    if (first < rolled.size() && !last.isSealed()) {
      watch.missed(active);
      LOG.warn(
          "{} was rolled and deleted before it was looked at again: files behind it may be lost."
              + " Raise spark.executor.logs.rolling.maxRetainedFiles",
          active);
    }
    return first;
  }

  private static int position(Segment last, List<RolledFile> rolled) {
    for (int i = 0; i < rolled.size(); i++) {
      if (!rolled.get(i).compressed() && rolled.get(i).fileKey().equals(last.file().fileKey())) {
        return i;
      }
    }
    return -1;
  }

  /** If so, it is read instead where the file itself is at hand no more. */
  private static boolean isCopy(RolledFile compressed, Segment last) throws IOException {
    GzipFile copy;
    try {
      copy = GzipFile.open(compressed.path());
    } catch (NoSuchFileException deleted) {
      return true;
    }
    boolean same;
    try {
      same = last.file().isAtHand() ? isCopy(copy, last.file()) : copy.begins(last.fingerprint());
    } catch (IOException e) {
      copy.close();
      throw e;
    }
    if (same && !last.file().isAtHand()) {
      last.moveTo(copy);
    } else {
      copy.close();
    }
    return same;
  }

  /** Nobody writes to either any more, so they begin alike or are two. */
  private static boolean isCopy(GzipFile copy, LogFile original) throws IOException {
    return copy.fingerprint(Fingerprint.MAX_LENGTH)
        .equals(original.fingerprint(Fingerprint.MAX_LENGTH));
  }

  /** How going on where an earlier shipper stopped went. */
  public enum Resumed {
    /** The file is there. */
    FOUND,
    /** It is not, or is shorter now: the stream begins anew with what came after it. */
    GONE,
    /** There is no file at all; ask again. */
    NOTHING_THERE
  }
}
