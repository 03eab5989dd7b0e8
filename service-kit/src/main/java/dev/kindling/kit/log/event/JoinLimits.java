package dev.kindling.kit.log.event;

/**
 * Where an event is split. Nothing is discarded at a limit: the rest follows as further events.
 *
 * @param maxLines lines per event
 * @param maxEventBytes bytes per event, unless one line alone is longer
 * @param maxLineBytes bytes per line; at most 16 MiB, the width of the length in a document's id
 */
public record JoinLimits(int maxLines, int maxEventBytes, int maxLineBytes) {
  private static final int WIDEST = 0xFF_FFFF;

  public static final JoinLimits DEFAULT = new JoinLimits(1_000, 256 * 1024, 1024 * 1024);

  public JoinLimits {
    if (maxLines < 1
        || maxEventBytes < 1
        || maxLineBytes < 8
        || maxEventBytes > WIDEST
        || maxLineBytes > WIDEST) {
      throw new IllegalArgumentException(
          "limits of events: at least 1 line, 1 byte and lines of 8 bytes; at most 16 MiB");
    }
  }
}
