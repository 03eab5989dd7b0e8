package dev.kindling.shipper.archive;

import java.io.IOException;
import java.util.List;

/** An archive as the archiver sees it. Blocking; used by one thread. */
interface ArchiveStore extends AutoCloseable {
  /**
   * Makes the index ready.
   *
   * @throws IOException if it cannot be now
   */
  void prepare() throws IOException;

  /**
   * Stores documents, none of which replaces one of a newer version.
   *
   * @param records at least one, each id once
   * @return what is wrong with documents that were refused for good, by its id; all others are safe
   * @throws IOException if it is not known that all others are: send them again
   */
  List<Refusal> store(List<ArchivedRecord> records) throws IOException;

  @Override
  void close();

  /** A document that will never be taken as it is. */
  record Refusal(String id, String reason) {}
}
