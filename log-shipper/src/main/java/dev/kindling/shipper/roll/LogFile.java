package dev.kindling.shipper.roll;

import dev.kindling.shipper.checkpoint.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The bytes of one file of a log, however it is stored. Used by the shipper's thread only. */
interface LogFile extends AutoCloseable {
  /**
   * Reads from an offset in the file into the array.
   *
   * @return the number of bytes, 0 at the end
   */
  int read(long offset, byte[] into) throws IOException;

  /** How many bytes there are now; the last known number if the file is gone. */
  long size() throws IOException;

  /** The fingerprint of its first bytes, as many as there are up to a length. */
  Fingerprint fingerprint(int length) throws IOException;

  /** Whether its first bytes are these. */
  default boolean begins(Fingerprint with) throws IOException {
    return fingerprint(with.length()).equals(with);
  }

  /** When it was last written to, in epoch milliseconds; 0 if its name is gone. */
  long modifiedMillis() throws IOException;

  /** What the file system calls it; null if that says nothing about where it came from. */
  String fileKey();

  /** Whether it is the file that has the name of the log's active file now. */
  boolean isActive() throws IOException;

  /** Whether it can be read whatever becomes of its name. */
  boolean isAtHand();

  /** Gives the descriptor back until there is something to read. */
  void rest() throws IOException;

  @Override
  void close() throws IOException;

  /** When the file at a path was last written to, in epoch milliseconds; 0 if there is none. */
  static long lastWriteMillis(Path path) throws IOException {
    try {
      return Files.getLastModifiedTime(path).toMillis();
    } catch (NoSuchFileException gone) {
      return 0;
    }
  }
}
