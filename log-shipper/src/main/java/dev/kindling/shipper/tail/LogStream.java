package dev.kindling.shipper.tail;

import dev.kindling.kit.log.event.EventJoiner;
import dev.kindling.kit.log.event.IoStream;
import dev.kindling.kit.log.event.JoinState;
import dev.kindling.kit.log.event.RawEvent;
import dev.kindling.kit.log.parse.ParsedEvent;
import dev.kindling.shipper.checkpoint.RefusedPlace;
import dev.kindling.shipper.checkpoint.ResumePoint;
import dev.kindling.shipper.checkpoint.SegmentPoint;
import dev.kindling.shipper.checkpoint.StreamEntry;
import dev.kindling.shipper.document.EventTimes;
import dev.kindling.shipper.document.LogDocument;
import dev.kindling.shipper.document.LogOrigin;
import dev.kindling.shipper.document.StreamKey;
import dev.kindling.shipper.document.StreamPlace;
import dev.kindling.shipper.roll.RollChain;
import dev.kindling.shipper.roll.RollWatch;
import dev.kindling.shipper.work.LogSource;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One log on its way: its files, the events that are being joined, and how far it is safe. Used by
 * the shipper's thread only.
 *
 * <p>What is not a function of the bytes alone takes two steps: {@link #decide} fixes it, and after
 * the checkpoint holds it {@link #apply} goes on. Between the two nothing is read, so that nothing
 * else can take its place. That is the forced boundary of a file that falls silent inside an event,
 * and the generation of a log that begins anew.
 */
public final class LogStream implements LogDocument.Arrivals {
  private static final Logger LOG = LoggerFactory.getLogger(LogStream.class);
  private static final long QUIET_MILLIS = 500;
  private static final long QUIET_MID_LINE_MILLIS = 1_000;
  private static final long BUSY_MILLIS = 2_000;
  private static final long IDLE_MILLIS = 60_000;
  private static final long IDLE_LOOK_MILLIS = 1_000;

  private final LogOrigin origin;
  private final LogSource source;
  private final String header;
  private final EventPipeline pipeline;
  private final TreeSet<Long> boundaries = new TreeSet<>();
  private final TreeMap<Long, RefusedPlace> refused = new TreeMap<>();
  private int generation;
  private StreamPlace place;
  private EventJoiner joiner;
  private AckMarks marks;
  private final RollChain chain;
  private final LagBook lag = new LagBook();
  private SegmentPoint resume;
  private boolean truncated;
  private boolean gone;
  private boolean atEnd;
  private long lastStampMillis;
  private long fileMillis;
  private long grewAt;
  private Instant readAt;
  private long nextLookAt = Long.MIN_VALUE;
  private long lookedAt;
  private long lastSize;
  private long undurable = -1;

  /**
   * Whether the generation is one that no checkpoint may have yet. It is made durable together with
   * its first bytes: without them any file would pass for its file after a restart.
   */
  private boolean begunAnew;

  /**
   * @param origin whose log it is
   * @param header the digest of the process's command line; empty if there is none
   * @param before where an earlier shipper stopped; null to begin at the beginning
   * @param watch hears of what is lost
   */
  public LogStream(
      LogOrigin origin,
      String header,
      EventPipeline pipeline,
      StreamEntry before,
      RollWatch watch) {
    this.origin = origin;
    this.source = origin.source();
    this.header = header;
    this.pipeline = pipeline;
    this.chain = new RollChain(origin.source().path(), watch);
    if (before != null) {
      this.generation = before.generation();
      this.resume = before.segment();
      boundaries.addAll(before.boundaries());
      before.refused().forEach(place -> refused.put(place.start(), place));
    }
    begin(before == null ? ResumePoint.START : before.acknowledged());
  }

  public LogSource source() {
    return source;
  }

  /** Whose log it is. */
  public LogOrigin origin() {
    return origin;
  }

  /** What the checkpoint keeps. */
  public StreamEntry entry() {
    SegmentPoint segment = resume == null ? chain.pointAt(marks.low().offset()) : resume;
    return new StreamEntry(
        header,
        origin.tag(),
        generation,
        marks.low(),
        List.copyOf(boundaries),
        List.copyOf(refused.values()),
        segment);
  }

  /** Everything before this offset is safe. */
  public long safeBytes() {
    return marks.low().offset();
  }

  /** Bytes on disk that are not safe yet, as of the last look. */
  public long lagBytes() {
    return Math.max(0, lastSize - marks.low().offset());
  }

  /** When the file that is being read was last written to, in epoch milliseconds; 0 if unknown. */
  long writtenMillis() throws IOException {
    return chain.modifiedMillis();
  }

  /** How long the oldest byte that is not safe yet has been known, in milliseconds. */
  public long lagMillis(long now) {
    return lag.millis(marks.low().offset(), now);
  }

  /**
   * Looks what has come since the last look, without reading it. To be called at every poll, also
   * while nothing can be read: what is open cannot be taken away.
   *
   * @param now milliseconds that never go back
   */
  public void look(long now) throws IOException {
    if (now < nextLookAt || !isBegun()) {
      return;
    }
    lookedAt = now;
    boolean first = chain.isEmpty();
    chain.look();
    if (first) {
      grewAt = now;
    }
    if (!truncated && chain.isTruncated(joiner.end())) {
      LOG.warn("{} was truncated: reading it from its start", source.path());
      truncated = true;
    }
    lastSize = chain.end(joiner.end());
    atEnd = atEnd && lastSize <= joiner.end();
    lag.seen(lastSize, now);
  }

  /**
   * Reads at most one buffer.
   *
   * @param now milliseconds that never go back
   * @param out takes the documents of events that are complete
   * @return whether there may be more to read at once
   */
  public boolean read(long now, byte[] buffer, Consumer<LogDocument> out) throws IOException {
    if (waitsForCheckpoint() || now < nextLookAt || chain.isEmpty()) {
      return false;
    }
    boolean nothing = truncated || chain.isReadUpTo(joiner.end());
    int length = nothing ? 0 : chain.read(joiner.end(), buffer);
    if (length == 0) {
      atEnd = true;
      onEnd(now);
      return false;
    }
    atEnd = false;
    grewAt = now;
    nextLookAt = now;
    fileMillis = chain.modifiedMillis();
    joiner.append(buffer, 0, length);
    if (!begunAnew) {
      drain(out);
    }
    return length == buffer.length;
  }

  private boolean waitsForCheckpoint() {
    return undurable >= 0 || (begunAnew && joiner.isOpen());
  }

  /** Whether somebody wrote to it lately, and so probably will soon. */
  public boolean isBusy(long now) {
    return !chain.isEmpty() && now - grewAt < BUSY_MILLIS;
  }

  /**
   * Whether it goes on only after a checkpoint: what is open has been silent for so long that it
   * should be given out, or the log has begun anew.
   */
  public boolean needsCheckpoint(long now) {
    if (waitsForCheckpoint()) {
      return true;
    }
    long quiet = joiner.isMidLine() ? QUIET_MID_LINE_MILLIS : QUIET_MILLIS;
    return joiner.isOpen() && atEnd && (truncated || gone || now - grewAt >= quiet);
  }

  /** Fixes what comes next; {@link #entry()} has it from now on. */
  public void decide() {
    if (!waitsForCheckpoint()) {
      undurable = joiner.end();
      boundaries.add(undurable);
    }
  }

  /** Goes on: what was decided is durable. */
  public void apply(Consumer<LogDocument> out) {
    begunAnew = false;
    if (undurable >= 0) {
      undurable = -1;
      joiner.forceBoundary();
    }
    drain(out);
  }

  @Override
  public void arrived(LogDocument document) {
    if (marks.arrived(document.start()) && !(boundaries.isEmpty() && refused.isEmpty())) {
      boundaries.headSet(marks.low().offset(), true).clear();
      refused.headMap(marks.low().offset()).clear();
    }
  }

  @Override
  public void refused(LogDocument document, String type, String reason) {
    refused.put(document.start(), new RefusedPlace(document.start(), type, reason));
  }

  /** The process's directory was deleted: finish what the open descriptor still gives. */
  public void directoryGone() {
    gone = true;
    atEnd = false; // what came since the last read is still to be read
  }

  /** Whether nothing is left to do for a deleted directory. */
  public boolean isFinished() {
    return gone && (chain.isEmpty() || atEnd) && !joiner.isOpen() && marks.isEmpty();
  }

  /** Gives the descriptor back. */
  public void close() throws IOException {
    chain.close();
  }

  private void begin(ResumePoint from) {
    place = new StreamPlace(origin, StreamKey.of(source, header, generation));
    joiner =
        new EventJoiner(
            source.iostream(), pipeline.limits(), from.offset(), from.join(), boundaries);
    marks = new AckMarks(from);
    lastStampMillis = from.lastStampMillis();
  }

  /** After a restart: is the file still there that was read before? */
  private boolean isBegun() throws IOException {
    if (resume == null) {
      return true;
    }
    switch (chain.resume(resume, marks.low().offset())) {
      case FOUND -> resume = null;
      case GONE -> {
        LOG.warn(
            "the file of {} that was read before the restart is gone or cut: what it got after that is"
                + " lost, and what came behind it is read",
            source.path());
        nextGeneration();
      }
      case NOTHING_THERE -> {
        return false;
      }
    }
    return true;
  }

  private void onEnd(long now) throws IOException {
    if (truncated && !joiner.isOpen() && marks.isEmpty()) {
      chain.beginAnew();
      nextGeneration();
      return;
    }
    if (now - grewAt > IDLE_MILLIS && !joiner.isOpen() && !truncated) {
      chain.rest();
      nextLookAt = lookedAt + IDLE_LOOK_MILLIS;
    }
  }

  /**
   * Other bytes than those that were here before: they get a key of their own, so that none can
   * meet the id of another, and places behind all that is safe, so that the order stays. Where they
   * begin depends on what was safe at this moment, so it is made durable before any of them is
   * sent.
   */
  private void nextGeneration() {
    generation++;
    begunAnew = true;
    truncated = false;
    resume = null;
    boundaries.clear();
    refused.clear();
    begin(new ResumePoint(marks.low().offset(), JoinState.FRESH, marks.low().lastStampMillis()));
  }

  private void drain(Consumer<LogDocument> out) {
    readAt = pipeline.clock().instant();
    RawEvent event = joiner.poll();
    while (event != null) {
      out.accept(document(event));
      event = joiner.poll();
    }
  }

  private LogDocument document(RawEvent event) {
    ParsedEvent parsed = parsed(event);
    Instant best = bestTime();
    if (parsed.time() != null) {
      lastStampMillis = parsed.time().toEpochMilli();
    }
    ResumePoint after = new ResumePoint(event.end(), event.after(), lastStampMillis);
    marks.sent(event.start(), after);
    LogDocument document =
        pipeline
            .documents()
            .build(place, event, parsed, new EventTimes(best, stamp(), readAt), after, this);
    RefusedPlace place = refused.isEmpty() ? null : refused.get(event.start());
    return place == null
        ? document
        : pipeline.refusals().deadLetter(document, place.type(), place.reason());
  }

  /** A line that our rules stumble over must not keep all others from being shipped. */
  private ParsedEvent parsed(RawEvent event) {
    try {
      return pipeline.parser().parse(event);
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error("{}: the event at {} is shipped as it is", source.path(), event.start(), e);
      return ParsedEvent.ofText(event.bytes());
    }
  }

  private Instant stamp() {
    return lastStampMillis > 0 ? Instant.ofEpochMilli(lastStampMillis) : null;
  }

  /**
   * The time of a line that has none. On stderr the last stamp before it, or the process's
   * registration; on stdout, which has no stamps, the last write to the file.
   */
  private Instant bestTime() {
    Instant written =
        fileMillis > 0 ? Instant.ofEpochMilli(fileMillis) : pipeline.clock().instant();
    if (lastStampMillis > 0) {
      return Instant.ofEpochMilli(lastStampMillis);
    }
    if (source.iostream() == IoStream.STDOUT) {
      return written;
    }
    return origin.begun(pipeline.zone()).orElse(written);
  }
}
