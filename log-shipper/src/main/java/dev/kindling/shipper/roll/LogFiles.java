package dev.kindling.shipper.roll;

import dev.kindling.shipper.checkpoint.RollMark;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The files of one log at one moment.
 *
 * @param active the active file, open; empty if there is none, as in the middle of a roll
 * @param rolled the rolled ones in order, without a copy that is still being made
 */
record LogFiles(Optional<PlainFile> active, List<RolledFile> rolled) {
  /**
   * Opens the active file and lists the others.
   *
   * @param active the name of the active file
   */
  static LogFiles of(Path active) throws IOException {
    while (true) {
      Optional<PlainFile> now = PlainFile.open(active, active);
      boolean taken = false;
      try {
        List<RolledFile> rolled = withoutUnfinished(RolledFile.of(active), now);
        taken = now.isEmpty() || now.get().isActive();
        if (taken) {
          return new LogFiles(now, rolled);
        }
      } finally {
        if (!taken) {
          close(now); // rolled between the two questions, or one of them failed
        }
      }
    }
  }

  /** Gives the active file back; the rolled ones are not open. */
  void close() throws IOException {
    close(active);
  }

  private static void close(Optional<PlainFile> file) throws IOException {
    if (file.isPresent()) {
      file.get().close();
    }
  }

  /** The same without the rolled files up to a place; null leaves all. */
  LogFiles newerThan(RollMark mark) {
    return new LogFiles(active, rolled.subList(firstBehind(mark), rolled.size()));
  }

  /** The index of the first rolled file behind a place; null is before all. */
  int firstBehind(RollMark mark) {
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

  /** The place of the file before one; what is given if that is the first. */
  RollMark markBefore(int index, RollMark otherwise) {
    return index == 0 ? otherwise : rolled.get(index - 1).mark();
  }

  /**
   * A compressed file that is younger than the active one is left out: Spark is still making it, or
   * died over it, and all its bytes are in the active file.
   */
  private static List<RolledFile> withoutUnfinished(
      List<RolledFile> rolled, Optional<PlainFile> now) throws IOException {
    if (rolled.isEmpty() || now.isEmpty()) {
      return rolled;
    }
    RolledFile last = rolled.get(rolled.size() - 1);
    return last.compressed() && isBeingMade(last, now.get())
        ? rolled.subList(0, rolled.size() - 1)
        : rolled;
  }

  private static boolean isBeingMade(RolledFile last, PlainFile now) throws IOException {
    long copied = last.mark().writtenMillis();
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
}
