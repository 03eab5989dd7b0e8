package dev.kindling.shipper.roll;

import dev.kindling.shipper.checkpoint.Fingerprint;
import dev.kindling.shipper.checkpoint.RollMark;
import dev.kindling.shipper.checkpoint.SegmentPoint;
import java.io.IOException;

/** One file as a part of the stream that a log's files make. */
final class Segment {
  private static final long NOT_BEGUN = -1;

  private LogFile file;
  private final RollMark after;
  private Fingerprint fingerprint = Fingerprint.NONE;
  private boolean sealed;
  private long start = NOT_BEGUN;

  /**
   * @param after the rolled file before it, null if there is none
   * @param sealed whether nobody writes to it any more
   */
  Segment(LogFile file, RollMark after, boolean sealed) {
    this.file = file;
    this.after = after;
    this.sealed = sealed;
  }

  LogFile file() {
    return file;
  }

  /** Its bytes are to be had elsewhere from now on. */
  void moveTo(LogFile other) throws IOException {
    file.close();
    file = other;
  }

  /** As much of it as has been read. */
  Fingerprint fingerprint() {
    return fingerprint;
  }

  RollMark after() {
    return after;
  }

  boolean isSealed() {
    return sealed;
  }

  /** Nobody writes to it any more: what is read to its end from now on is all of it. */
  void seal() {
    sealed = true;
  }

  /** From here on in the stream. */
  void begin(long offset) {
    start = offset;
  }

  long start() {
    return start;
  }

  int read(long offset, byte[] into) throws IOException {
    int length = file.read(offset - start, into);
    if (length > 0 && fingerprint.length() < Fingerprint.MAX_LENGTH) {
      fingerprint =
          file.fingerprint((int) Math.min(offset - start + length, Fingerprint.MAX_LENGTH));
    }
    return length;
  }

  /** What finds it again; as much of it as has been read. */
  SegmentPoint point() {
    return new SegmentPoint(start, fingerprint, file.fileKey(), after);
  }

  /** It is the one that an earlier shipper read. */
  void resume(SegmentPoint point) {
    start = point.start();
    fingerprint = point.fingerprint();
  }
}
