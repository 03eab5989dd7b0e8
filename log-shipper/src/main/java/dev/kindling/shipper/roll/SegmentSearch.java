package dev.kindling.shipper.roll;

import dev.kindling.shipper.checkpoint.Fingerprint;
import dev.kindling.shipper.checkpoint.SegmentPoint;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Finds the file that an earlier shipper read, which may have been renamed or compressed meanwhile.
 * The file system's key and the first bytes together are sure; a compressed copy has the bytes
 * only, and so has every file after a machine was moved.
 */
final class SegmentSearch {
  private final Path active;
  private final List<RolledFile> rolled;
  private final Optional<PlainFile> now;

  /**
   * @param rolled the rolled files that may be it, in order
   * @param now the active file
   */
  SegmentSearch(Path active, List<RolledFile> rolled, Optional<PlainFile> now) {
    this.active = active;
    this.rolled = rolled;
    this.now = now;
  }

  /** Its place among the rolled files, their number for the active one; empty if it is gone. */
  OptionalInt find(SegmentPoint point) throws IOException {
    if (point.fingerprint().length() == 0) {
      return OptionalInt.of(0); // nothing of it was read: all that is newer is still to be read
    }
    // What comes next in order is it, if it looks like it: a key is used again, and logs begin
    // alike.
    if (!rolled.isEmpty()
        && rolled.get(0).compressed()
        && hasBytes(rolled.get(0), point.fingerprint())) {
      return OptionalInt.of(0);
    }
    OptionalInt sure = find(point, true, false);
    OptionalInt copy = sure.isPresent() ? sure : find(point, false, true);
    return copy.isPresent() ? copy : find(point, false, false);
  }

  private OptionalInt find(SegmentPoint point, boolean byKey, boolean compressedOnly)
      throws IOException {
    for (int i = 0; i < rolled.size(); i++) {
      RolledFile one = rolled.get(i);
      boolean eligible =
          byKey
              ? !one.compressed() && one.fileKey().equals(point.fileKey())
              : !compressedOnly || one.compressed();
      if (eligible && hasBytes(one, point.fingerprint())) {
        return OptionalInt.of(i);
      }
    }
    boolean eligible =
        now.isPresent()
            && !compressedOnly
            && (!byKey || now.get().fileKey().equals(point.fileKey()));
    return eligible && hasBytes(now.get(), point.fingerprint())
        ? OptionalInt.of(rolled.size())
        : OptionalInt.empty();
  }

  private boolean hasBytes(RolledFile one, Fingerprint expected) throws IOException {
    if (one.compressed()) {
      try (GzipFile file = GzipFile.open(one.path())) {
        return hasBytes(file, expected);
      } catch (NoSuchFileException deleted) {
        return false;
      }
    }
    Optional<PlainFile> file = PlainFile.open(active, one.path());
    if (file.isEmpty()) {
      return false;
    }
    try (PlainFile opened = file.get()) {
      return hasBytes(opened, expected);
    }
  }

  private static boolean hasBytes(LogFile file, Fingerprint expected) throws IOException {
    return file.fingerprint(expected.length()).equals(expected);
  }
}
