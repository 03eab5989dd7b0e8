package dev.kindling.kit.log.event;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/**
 * Joins the bytes of one stream into events. Pure: what it gives out is a function of the bytes, of
 * the state at its start and of the forced boundaries; how the bytes were handed in, and when, does
 * not matter. So a replay after a crash makes the same events.
 *
 * <p>Used by one thread. Holds at most one event and one line, besides what was just appended.
 */
public final class EventJoiner {
  private final IoStream stream;
  private final JoinLimits limits;
  private final ByteWindow window;
  private final LineSplitter lines;
  private JoinState state;
  private Open open;
  private Piece pending;

  /**
   * @param stream stdout and stderr have different rules
   * @param limits where to split
   * @param offset where reading (re)starts; an end of an event
   * @param state what was remembered there
   * @param boundaries forced boundaries behind the offset that were made durable before
   */
  public EventJoiner(
      IoStream stream,
      JoinLimits limits,
      long offset,
      JoinState state,
      Collection<Long> boundaries) {
    this.stream = stream;
    this.limits = limits;
    this.window = new ByteWindow(offset);
    this.lines = new LineSplitter(limits.maxLineBytes(), offset, !state.midLine());
    this.state = state;
    boundaries.forEach(lines::addBoundary);
  }

  /** Takes the bytes that follow those taken before. */
  public void append(byte[] bytes, int from, int length) {
    window.append(bytes, from, length);
  }

  /** The offset behind the last byte taken. */
  public long end() {
    return window.end();
  }

  /** Whether bytes were taken that are in no event yet. */
  public boolean isOpen() {
    return window.end() > window.start();
  }

  /** Whether the last byte taken is inside a line. */
  public boolean isMidLine() {
    return lines.start() < window.end();
  }

  /**
   * Ends what is open behind the last byte taken: {@link #poll()} then gives it out. The caller
   * makes {@link #end()} durable as a forced boundary before any of it leaves the process;
   * otherwise a crash could join the same bytes differently.
   */
  public void forceBoundary() {
    lines.addBoundary(window.end());
  }

  /** The next event, or null if its end is not known yet. */
  public RawEvent poll() {
    while (true) {
      if (open != null && lines.isBoundaryAtStart()) {
        return close(cutState());
      }
      Piece piece = pending != null ? pending : lines.next(window);
      pending = null;
      if (piece == null) {
        return null;
      }
      RawEvent ended = take(piece);
      if (ended != null) {
        return ended;
      }
    }
  }

  /** Adds the piece to the open event, or ends that event and keeps the piece for the next call. */
  private RawEvent take(Piece piece) {
    LineKind line =
        LineClassifier.classify(
            window.data(), window.index(piece.start()), window.index(piece.end()));
    if (open == null) {
      open = begin(piece, line);
    } else if (piece.startsLine() && !JoinRules.continues(stream, open.kind, line)) {
      pending = piece;
      return close(JoinState.FRESH);
    } else if (isOverLimit(piece)) {
      pending = piece;
      open.flags.add(EventFlag.TRUNCATED);
      return close(cutState());
    } else {
      open.add(piece);
      open.kind = JoinRules.after(open.kind, line);
    }
    if (piece.endsLine() && open.kind.completeByItself()) {
      return close(JoinState.FRESH);
    }
    return piece.forced() ? close(cutState()) : null;
  }

  private Open begin(Piece piece, LineKind line) {
    boolean continues = !piece.startsLine() || JoinRules.continues(stream, state.cut(), line);
    if (!continues || state.cut() == EventKind.NONE) {
      return new Open(piece, line.opens(), -1);
    }
    Open rest = new Open(piece, JoinRules.after(state.cut(), line), state.group());
    rest.flags.add(EventFlag.CONTINUATION);
    return rest;
  }

  private boolean isOverLimit(Piece piece) {
    return piece.end() - open.start > limits.maxEventBytes()
        || (piece.startsLine() && open.lines >= limits.maxLines());
  }

  private JoinState cutState() {
    long group = open.group >= 0 ? open.group : open.start;
    return new JoinState(open.kind, !open.endsLine, group);
  }

  private RawEvent close(JoinState after) {
    if (open.lines > 1) {
      open.flags.add(EventFlag.MULTILINE);
    }
    if (after.midLine()) {
      open.flags.add(EventFlag.TRUNCATED);
    }
    byte[] bytes = window.copy(open.start, open.end);
    // Nearly all have none.
    Set<EventFlag> flags = open.flags.isEmpty() ? Set.of() : Set.copyOf(open.flags);
    RawEvent event = new RawEvent(open.start, bytes, open.kind, flags, open.group, after);
    window.discardTo(open.end);
    state = after;
    open = null;
    return event;
  }

  /** The event that is being gathered. */
  private static final class Open {
    private final long start;
    private final long group;
    private final Set<EventFlag> flags = EnumSet.noneOf(EventFlag.class);
    private EventKind kind;
    private long end;
    private int lines = 1;
    private boolean endsLine;

    Open(Piece first, EventKind kind, long group) {
      this.start = first.start();
      this.kind = kind;
      this.group = group;
      this.end = first.end();
      this.endsLine = first.endsLine();
    }

    void add(Piece piece) {
      end = piece.end();
      endsLine = piece.endsLine();
      if (piece.startsLine()) {
        lines++;
      }
    }
  }
}
