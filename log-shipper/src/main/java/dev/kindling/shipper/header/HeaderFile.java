package dev.kindling.shipper.header;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kindling.shipper.roll.RolledFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Looks for the first line of a process's stderr. Reads no more than that line; until the worker
 * has written all of it, nothing of the process is shipped: its bytes wait in its files.
 */
public final class HeaderFile {
  /** Longer than any command line that a Linux process can have been given as one argument list. */
  private static final int MAX_BYTES = 2 * 1024 * 1024;

  private HeaderFile() {}

  /**
   * Looks once, at the first of the files that the log has by now.
   *
   * @param stderr the active file, which may not exist yet
   * @return what stands in the first file so far
   */
  public static Look first(Path stderr) throws IOException {
    List<RolledFile> rolled = RolledFile.of(stderr);
    if (rolled.isEmpty()) {
      return read(stderr, false);
    }
    Look oldest = read(rolled.get(0).path(), rolled.get(0).compressed());
    // A copy that is not finished yet has all its bytes in the active file still.
    Look look = oldest.state() == State.COMPLETE ? oldest : read(stderr, false);
    return new Look(look.state(), look.line(), true);
  }

  private static Look read(Path file, boolean compressed) throws IOException {
    try (InputStream stored = Files.newInputStream(file);
        InputStream in = compressed ? new GZIPInputStream(stored) : stored) {
      byte[] head = in.readNBytes(4_096);
      while (true) {
        int end = lineEnd(head);
        if (end >= 0) {
          return new Look(State.COMPLETE, new String(head, 0, end, UTF_8), false);
        }
        if (head.length >= MAX_BYTES) {
          return new Look(State.TOO_LONG, null, false);
        }
        byte[] more = in.readNBytes(head.length);
        if (more.length == 0) {
          return new Look(State.NOT_YET, null, false);
        }
        byte[] both = Arrays.copyOf(head, head.length + more.length);
        System.arraycopy(more, 0, both, head.length, more.length);
        head = both;
      }
    } catch (NoSuchFileException | EOFException | ZipException missing) {
      return new Look(State.NOT_YET, null, false);
    }
  }

  private static int lineEnd(byte[] head) {
    for (int i = 0; i < head.length; i++) {
      if (head[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** How far the line has come. */
  public enum State {
    NOT_YET,
    COMPLETE,
    TOO_LONG
  }

  /**
   * What one look saw.
   *
   * @param state how far the line has come
   * @param line the line without its end; null unless complete
   * @param rolled whether there are rolled files
   */
  public record Look(State state, String line, boolean rolled) {}
}
