package dev.kindling.shipper.roll;

import dev.kindling.shipper.checkpoint.Fingerprint;
import dev.kindling.shipper.checkpoint.SegmentPoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * Finds the file that an earlier shipper read, which may have been renamed or compressed meanwhile.
 * It must have the first bytes that were read. That is not enough, since logs begin alike, and
 * neither is the file system's key with it, since keys are used again: so a compressed file that
 * comes next in order goes before the key. A copy has no key, and after a machine was moved no file
 * has the one that it had.
 */
final class SegmentSearch {
  private final Path active;
  private final LogFiles files;

  /**
   * @param active the name of the active file
   * @param files those that may be it
   */
  SegmentSearch(Path active, LogFiles files) {
    this.active = active;
    this.files = files;
  }

  private record Candidate(int place, String key, boolean compressed) {}

  /** Its place among the rolled files, their number for the active one; empty if it is gone. */
  OptionalInt find(SegmentPoint point) throws IOException {
    if (point.fingerprint().length() == 0) {
      return OptionalInt.of(0); // nothing of it was read: all that is newer is still to be read
    }
    List<Predicate<Candidate>> surestFirst =
        List.of(
            one -> one.compressed() && one.place() == 0,
            one -> !one.compressed() && one.key().equals(point.fileKey()),
            Candidate::compressed,
            one -> true);
    for (Predicate<Candidate> rule : surestFirst) {
      for (Candidate one : candidates()) {
        if (rule.test(one) && begins(one, point.fingerprint())) {
          return OptionalInt.of(one.place());
        }
      }
    }
    return OptionalInt.empty();
  }

  private List<Candidate> candidates() {
    List<Candidate> candidates = new ArrayList<>();
    for (RolledFile one : files.rolled()) {
      candidates.add(new Candidate(candidates.size(), one.fileKey(), one.compressed()));
    }
    files
        .active()
        .ifPresent(now -> candidates.add(new Candidate(candidates.size(), now.fileKey(), false)));
    return candidates;
  }

  private boolean begins(Candidate one, Fingerprint with) throws IOException {
    if (one.place() == files.rolled().size()) {
      return files.active().orElseThrow().begins(with);
    }
    Optional<LogFile> opened = UnopenedFile.open(active, files.rolled().get(one.place()));
    if (opened.isEmpty()) {
      return false;
    }
    try (LogFile file = opened.get()) {
      return file.begins(with);
    }
  }
}
