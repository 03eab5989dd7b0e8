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
    Found found = files();
    try {
      return resume(point, offset, found.active(), newer(found.rolled(), point.after()));
    } catch (IOException e) {
      close(); // the next try begins at the beginning
      close(found.active());
      throw e;
    }
  }

  private Resumed resume(
      SegmentPoint point, long offset, Optional<PlainFile> now, List<RolledFile> rolled)
      throws IOException {
    if (now.isEmpty() && rolled.isEmpty()) {
      return Resumed.NOTHING_THERE;
    }
    OptionalInt found = new SegmentSearch(active, rolled, now).find(point);
    if (found.isEmpty()) {
      close(now);
      floor = point.after();
      watch.missed(active);
      return Resumed.GONE;
    }
    int own = found.getAsInt();
    append(
        rolled.subList(own, rolled.size()),
        now,
        own == 0 ? point.after() : rolled.get(own - 1).mark());
    Segment first = segments.getFirst();
    first.resume(point);
    begun.put(point.start(), first);
    if (first.file() instanceof PlainFile && first.file().size() < offset - point.start()) {
      close();
      floor = own < rolled.size() ? rolled.get(own).mark() : lastMark(rolled, point.after());
      watch.missed(active);
      return Resumed.GONE;
    }
    return Resumed.FOUND;
  }

  /** Looks for files that came; one system call where nothing did. */
  public void look() throws IOException {
    Segment last = segments.peekLast();
    if (last != null && !last.isSealed() && last.file().isActive()) {
      return;
    }
    Found found = files();
    Optional<PlainFile> now = found.active();
    List<RolledFile> rolled = found.rolled();
    if (last == null) {
      append(newer(rolled, floor), now, floor);
      return;
    }
    int from = indexBehind(last, rolled);
    rolled.subList(0, from).forEach(one -> known.add(one.mark().name()));
    if (from >= rolled.size() && isSame(now, last)) {
      close(now); // an empty file that rested has got its first bytes
      return;
    }
    if (now.isEmpty() && from >= rolled.size() && !last.isSealed() && position(last, rolled) < 0) {
      return; // its directory was deleted, or Spark is in the middle of a roll
    }
    last.seal();
    RollMark before = from > 0 ? rolled.get(from - 1).mark() : last.after();
    append(rolled.subList(from, rolled.size()), now, before);
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

  /** The end of the stream as far as files are known. */
  public long end(long offset) throws IOException {
    long end = offset;
    for (Segment one : segments) {
      end = one.start() < 0 ? end + one.file().size() : one.start() + one.file().size();
    }
    return Math.max(offset, end);
  }

  /** Whether the active file is shorter than what was read of it: somebody has cut it. */
  public boolean isTruncated(long offset) throws IOException {
    Segment first = segments.peekFirst();
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

  /** Begins a new stream with the active file as it is now. */
  public void beginAnew() throws IOException {
    close();
    List<RolledFile> rolled = RolledFile.of(active);
    floor = lastMark(rolled, floor);
  }

  @Override
  public void close() throws IOException {
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

  /** The active file, open, and the rolled ones at one moment. */
  private Found files() throws IOException {
    while (true) {
      Optional<PlainFile> now = PlainFile.open(active, active);
      boolean taken = false;
      try {
        List<RolledFile> rolled = complete(RolledFile.of(active), now);
        taken = now.isEmpty() || now.get().isActive();
        if (taken) {
          return new Found(now, rolled);
        }
      } finally {
        if (!taken) {
          close(now); // rolled between the two questions, or one of them failed
        }
      }
    }
  }

  private void append(List<RolledFile> rolled, Optional<PlainFile> now, RollMark before)
      throws IOException {
    RollMark after = before;
    for (RolledFile one : rolled) {
      if (known.contains(one.mark().name())) {
        continue; // the clock went back, and with it the order
      }
      Optional<LogFile> file = open(one, now);
      if (file.isPresent()) {
        segments.add(new Segment(file.get(), after, true));
      } else {
        watch.lost(one.path(), one.size());
      }
      known.add(one.mark().name());
      after = one.mark();
    }
    if (now.isPresent()) {
      segments.add(new Segment(now.get(), after, false));
    }
  }

  /** If it fails otherwise, the active file is given back: the next look opens it again. */
  private Optional<LogFile> open(RolledFile one, Optional<PlainFile> now) throws IOException {
    if (segments.size() >= OPEN_AHEAD) {
      return Optional.of(new UnopenedFile(active, one, watch));
    }
    try {
      return UnopenedFile.open(active, one);
    } catch (IOException e) {
      close(now);
      throw e;
    }
  }

  /** The index of the first rolled file that was written after a segment. */
  private int indexBehind(Segment last, List<RolledFile> rolled) throws IOException {
    int own = position(last, rolled);
    if (own >= 0) {
      return own + 1;
    }
    int first = firstBehind(rolled, last.after());
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
      same = last.file().isAtHand() ? isCopy(copy, last.file()) : begins(copy, last.fingerprint());
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

  private static boolean begins(GzipFile copy, Fingerprint with) throws IOException {
    return copy.fingerprint(with.length()).equals(with);
  }

  /**
   * Without a compressed file that is younger than the active one: Spark is still making it, or
   * died over it, and all its bytes are in the active file.
   */
  private List<RolledFile> complete(List<RolledFile> rolled, Optional<PlainFile> now)
      throws IOException {
    if (rolled.isEmpty() || now.isEmpty()) {
      return rolled;
    }
    RolledFile last = rolled.get(rolled.size() - 1);
    return last.compressed() && isBeingMade(last, now.get())
        ? rolled.subList(0, rolled.size() - 1)
        : rolled;
  }

  private static boolean isBeingMade(RolledFile last, PlainFile now) throws IOException {
    long copied = last.mark().writtenNanos() / 1_000_000;
    long written = now.modifiedMillis();
    if (copied != written) {
      return copied > written;
    }
    // In one tick of the file system's clock: a copy that is being made has no end yet.
    try (GzipFile copy = GzipFile.open(last.path())) {
      return !copy.isWhole();
    } catch (NoSuchFileException deleted) {
      return true;
    }
  }

  private static List<RolledFile> newer(List<RolledFile> rolled, RollMark mark) {
    return rolled.subList(firstBehind(rolled, mark), rolled.size());
  }

  private static int firstBehind(List<RolledFile> rolled, RollMark mark) {
    int index = 0;
    while (mark != null && index < rolled.size() && isUpTo(rolled.get(index).mark(), mark)) {
      index++;
    }
    return index;
  }

  /** The same name is the same file, whatever a copy has done to its time. */
  private static boolean isUpTo(RollMark one, RollMark mark) {
    return one.compareTo(mark) <= 0 || one.name().equals(mark.name());
  }

  private static RollMark lastMark(List<RolledFile> rolled, RollMark otherwise) {
    return rolled.isEmpty() ? otherwise : rolled.get(rolled.size() - 1).mark();
  }

  private static void close(Optional<PlainFile> file) throws IOException {
    if (file.isPresent()) {
      file.get().close();
    }
  }

  private record Found(Optional<PlainFile> active, List<RolledFile> rolled) {}

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
