package dev.kindling.shipper.work;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The names in one directory, read again only when its modification time says that they may have
 * changed. A look at an unchanged directory costs one system call.
 *
 * <p>Used by the scanner's thread only.
 */
final class Listing {
  /** Two changes in one tick of the file system's clock look like one: trust older times only. */
  private static final long CLOCK_GRAIN_MILLIS = 1_000;

  private final Path directory;
  private Set<String> names = Set.of();
  private long listedVersion = Long.MIN_VALUE;
  private boolean settled;

  Listing(Path directory) {
    this.directory = directory;
  }

  /**
   * Looks at the directory.
   *
   * @param nowMillis the wall clock, comparable with the file system's times
   * @return true if the names were read anew; a directory that is not there has no names
   */
  boolean refresh(long nowMillis) throws IOException {
    try {
      long modified = Files.getLastModifiedTime(directory).toMillis();
      if (settled && modified == listedVersion) {
        return false;
      }
      names = read();
      listedVersion = modified;
      settled = nowMillis - modified > CLOCK_GRAIN_MILLIS;
      return true;
    } catch (NoSuchFileException | NotDirectoryException missing) {
      boolean changed = !names.isEmpty();
      names = Set.of();
      settled = false;
      return changed;
    }
  }

  Set<String> names() {
    return names;
  }

  long modifiedMillis() {
    return listedVersion;
  }

  private Set<String> read() throws IOException {
    Set<String> read = new HashSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        read.add(String.valueOf(entry.getFileName()));
      }
    } catch (DirectoryIteratorException broken) { // the disk failed after the first names
      throw broken.getCause();
    }
    return read;
  }
}
