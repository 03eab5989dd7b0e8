package dev.kindling.shipper.roll;

import java.nio.file.Path;

/** Hears of bytes that nobody can read any more. */
public interface RollWatch {
  /**
   * A rolled file was deleted before it could be opened.
   *
   * @param bytes its size as it was stored
   */
  void lost(Path file, long bytes);

  /**
   * Files may have been rolled and deleted unseen; how many nobody knows.
   *
   * @param active the active file of their log
   */
  void missed(Path active);
}
