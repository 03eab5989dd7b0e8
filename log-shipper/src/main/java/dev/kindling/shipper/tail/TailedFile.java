package dev.kindling.shipper.tail;

import dev.kindling.shipper.checkpoint.Fingerprint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is followed by what it is, not by its name: after a rename the old file is read on to
 * its end. Holds a descriptor while the file is active; {@link #rest()} gives it back.
 *
 * <p>Used by the shipper's thread only.
 */
final class TailedFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TailedFile.class);

  private final Path path;
  private final Object fileKey;
  private FileChannel channel;
  private long size;

  private TailedFile(Path path, Object fileKey, FileChannel channel) {
    this.path = path;
    this.fileKey = fileKey;
    this.channel = channel;
  }

  /** Opens the file that is at the path now; empty if there is none. */
  static Optional<TailedFile> open(Path path) throws IOException {
    try {
      while (true) {
        Object before = key(path);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        if (Objects.equals(before, key(path))) {
          return Optional.of(new TailedFile(path, before, channel));
        }
        channel.close();
      }
    } catch (NoSuchFileException missing) {
      return Optional.empty();
    }
  }

  /** Its size now, wherever its name has gone; the last known one if it rests and was deleted. */
  long size() throws IOException {
    if (channel == null) {
      try {
        BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
        if (Objects.equals(fileKey, now.fileKey())) {
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

  /**
   * Reads from an offset into the array.
   *
   * @return the number of bytes, 0 at the end
   */
  int read(long offset, byte[] into) throws IOException {
    if (channel == null && !wake()) {
      return 0;
    }
    return Math.max(0, channel.read(ByteBuffer.wrap(into), offset));
  }

  /** Whether the name belongs to another file by now. A name that belongs to none says no. */
  boolean isReplaced() throws IOException {
    try {
      return !Objects.equals(fileKey, key(path));
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  /** The fingerprint of its first bytes, as many as there are up to a length. */
  Fingerprint fingerprint(int length) throws IOException {
    byte[] head = new byte[length];
    ByteBuffer buffer = ByteBuffer.wrap(head);
    if (channel == null && !wake()) {
      return Fingerprint.NONE;
    }
    while (buffer.hasRemaining() && channel.read(buffer, buffer.position()) > 0) {
      // a read may be short
    }
    return Fingerprint.of(head, buffer.position());
  }

  /** When it was last written to, in epoch milliseconds; 0 if its name is gone. */
  long modifiedMillis() throws IOException {
    try {
      return Files.getLastModifiedTime(path).toMillis();
    } catch (NoSuchFileException gone) {
      return 0;
    }
  }

  /** Gives the descriptor back until there is something to read. */
  void rest() throws IOException {
    close();
  }

  boolean isResting() {
    return channel == null;
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
    String rolled = path.getFileName() + "--*";
    try (DirectoryStream<Path> siblings = Files.newDirectoryStream(path.getParent(), rolled)) {
      for (Path sibling : siblings) {
        if (isOpened(sibling)) {
          return true;
        }
      }
    } catch (NoSuchFileException directoryGone) {
      return false;
    }
    return false;
  }

  private boolean isOpened(Path candidate) throws IOException {
    Optional<TailedFile> now = open(candidate);
    if (now.isEmpty()) {
      return false;
    }
    if (!Objects.equals(fileKey, now.get().fileKey)) {
      now.get().close();
      return false;
    }
    channel = now.get().channel;
    return true;
  }

  private static Object key(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }
}
