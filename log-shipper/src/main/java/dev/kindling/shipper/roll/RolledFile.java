package dev.kindling.shipper.roll;

import dev.kindling.shipper.checkpoint.RollMark;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A file that Spark's appender has rolled: {@code stderr--2026-11-20--23-28-09--0048}, with {@code
 * .gz} if it compressed it. Nobody writes to it any more.
 *
 * @param path where it is
 * @param mark its place among the others
 * @param fileKey what the file system calls it
 * @param size in bytes, as it is stored
 * @param compressed whether it is gzip
 */
public record RolledFile(Path path, RollMark mark, String fileKey, long size, boolean compressed) {
  private static final String SEPARATOR = "--";
  private static final String GZIP = ".gz";

  /**
   * The rolled files of a log in the order in which they were written; none if there is no
   * directory.
   *
   * @param active the name of the log's active file
   */
  public static List<RolledFile> of(Path active) throws IOException {
    List<RolledFile> rolled = new ArrayList<>();
    String prefix = active.getFileName() + SEPARATOR;
    try (DirectoryStream<Path> siblings =
        Files.newDirectoryStream(
            active.getParent(), name -> String.valueOf(name.getFileName()).startsWith(prefix))) {
      for (Path sibling : siblings) {
        add(sibling, rolled);
      }
    } catch (NoSuchFileException | NotDirectoryException gone) {
      return List.of();
    } catch (DirectoryIteratorException broken) {
      throw broken.getCause();
    }
    rolled.sort(Comparator.comparing(RolledFile::mark));
    return rolled;
  }

  private static void add(Path sibling, List<RolledFile> rolled) throws IOException {
    try {
      BasicFileAttributes now = Files.readAttributes(sibling, BasicFileAttributes.class);
      String name = String.valueOf(sibling.getFileName());
      boolean compressed = name.endsWith(GZIP);
      String plain = compressed ? name.substring(0, name.length() - GZIP.length()) : name;
      RollMark mark = new RollMark(now.lastModifiedTime().to(TimeUnit.NANOSECONDS), plain);
      rolled.add(
          new RolledFile(sibling, mark, String.valueOf(now.fileKey()), now.size(), compressed));
    } catch (NoSuchFileException deletedMeanwhile) {
      // It was there when the directory was listed; nothing can be read of it.
    }
  }
}
