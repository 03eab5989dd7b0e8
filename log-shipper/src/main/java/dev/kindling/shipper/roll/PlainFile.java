package dev.kindling.shipper.roll;

import dev.kindling.shipper.checkpoint.Fingerprint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is followed by what it is, not by its name: after a rename or a deletion the old file
 * is read on to its end. Holds a descriptor while the file is active; {@link #rest()} gives it
 * back.
 */
final class PlainFile implements LogFile {
  private static final Logger LOG = LoggerFactory.getLogger(PlainFile.class);

  /** The name that the log's active file has. */
  private final Path active;

  private final Path path;
  private final Object key;
  private FileChannel channel;
  private Fingerprint rested = Fingerprint.NONE;
  private FileTime restedAt = FileTime.fromMillis(0);
  private long size;

  private PlainFile(Path active, Path path, Object key, FileChannel channel) {
    this.active = active;
    this.path = path;
    this.key = key;
    this.channel = channel;
  }

  /**
   * Opens the file that is at a path now; empty if there is none.
   *
   * @param active the name of the log's active file, which may be the same
   */
  static Optional<PlainFile> open(Path active, Path path) throws IOException {
    try {
      while (true) {
        Object before = key(path);
        PlainFile opened =
            new PlainFile(active, path, before, FileChannel.open(path, StandardOpenOption.READ));
        if (opened.isStillAt(path)) {
          return Optional.of(opened);
        }
      }
    } catch (NoSuchFileException missing) {
      return Optional.empty();
    }
  }

  /** If it is not, it is closed: nobody knows what was opened. */
  private boolean isStillAt(Path where) throws IOException {
    boolean same = false;
    try {
      same = key.equals(key(where));
    } finally {
      if (!same) {
        close();
      }
    }
    return same;
  }

  /** What the file system calls the file at a path. */
  static Object key(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  @Override
  public long size() throws IOException {
    if (channel == null) {
      try {
        BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
        if (key.equals(now.fileKey())) {
          size = now.size();
          return size;
        }
      } catch (NoSuchFileException gone) {
        LOG.debug("{} is gone", path);
      }
      if (!wake()) {
        return size;
      }
    }
    size = channel.size();
    return size;
  }

  /** Its size when it was last looked at, by {@link #size} or {@link #isActive}: asks nobody. */
  long seenSize() {
    return size;
  }

  @Override
  public int read(long offset, byte[] into) throws IOException {
    if (channel == null && (size() <= offset || !wake())) {
      return 0;
    }
    return Math.max(0, channel.read(ByteBuffer.wrap(into), offset));
  }

  @Override
  public Fingerprint fingerprint(int length) throws IOException {
    return channel == null && !wake() ? Fingerprint.NONE : head(channel, length);
  }

  @Override
  public long modifiedMillis() throws IOException {
    return LogFile.lastWriteMillis(path);
  }

  @Override
  public String fileKey() {
    return String.valueOf(key);
  }

  /**
   * A file that rests and has changed may be another one with the same key: its first bytes tell.
   * One that was empty has none, and does not say yes.
   */
  @Override
  public boolean isActive() throws IOException {
    try {
      BasicFileAttributes now = Files.readAttributes(active, BasicFileAttributes.class);
      if (!key.equals(now.fileKey())) {
        return false;
      }
      size = now.size();
      return channel != null
          || now.lastModifiedTime().equals(restedAt)
          || (rested.length() > 0 && isOpened(active));
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  @Override
  public boolean isAtHand() {
    return channel != null;
  }

  @Override
  public void rest() throws IOException {
    if (channel == null) {
      return;
    }
    try {
      restedAt = Files.getLastModifiedTime(path);
    } catch (NoSuchFileException gone) {
      return; // nothing but the descriptor leads to it
    }
    rested = head(channel, Fingerprint.MAX_LENGTH);
    close();
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }

  /** Opens the file again, under its name or under the one that Spark gave it when it rolled it. */
  private boolean wake() throws IOException {
    if (isOpened(path)) {
      return true;
    }
    for (RolledFile rolled : RolledFile.of(active)) {
      if (!rolled.compressed() && isOpened(rolled.path())) {
        return true;
      }
    }
    return false;
  }

  /**
   * The file system uses the keys of deleted files again, so the first bytes must agree as well.
   */
  private boolean isOpened(Path candidate) throws IOException {
    Optional<PlainFile> now = open(active, candidate);
    if (now.isEmpty()) {
      return false;
    }
    FileChannel opened = now.get().channel;
    if (!key.equals(now.get().key) || !head(opened, rested.length()).equals(rested)) {
      opened.close();
      return false;
    }
    channel = opened;
    return true;
  }

  private static Fingerprint head(FileChannel from, int length) throws IOException {
    byte[] head = new byte[length];
    ByteBuffer buffer = ByteBuffer.wrap(head);
    while (buffer.hasRemaining() && from.read(buffer, buffer.position()) > 0) {
      // a read may be short
    }
    return Fingerprint.of(head, buffer.position());
  }
}
