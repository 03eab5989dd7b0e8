package dev.kindling.shipper.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The checkpoint on disk. A write is whole or did not happen: temporary file, fsync, rename, fsync
 * of the directory. Used by one thread at a time.
 */
public final class CheckpointFile {
  private static final String NAME = "checkpoint.json";

  private final Path file;
  private final Path temporary;
  private final CheckpointCodec codec = new CheckpointCodec();

  /**
   * @param directory an existing directory that belongs to this shipper alone
   */
  public CheckpointFile(Path directory) {
    this.file = directory.resolve(NAME);
    this.temporary = directory.resolve(NAME + ".new");
  }

  /**
   * Reads the last whole write.
   *
   * @return the empty checkpoint if there is none
   * @throws IOException if there is one that cannot be read; the message says what to do
   */
  public Checkpoint read() throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException none) {
      return Checkpoint.EMPTY;
    }
    try {
      return codec.read(bytes);
    } catch (IOException broken) {
      throw new IOException(
          file
              + " cannot be read ("
              + broken.getMessage()
              + "). Restore it, or remove it to read all logs again: documents that are already"
              + " there are kept, and events that were cut by silence may appear twice.",
          broken);
    }
  }

  /** Writes; durable when it returns. After an exception either the old or the new one is there. */
  public void write(Checkpoint checkpoint) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(codec.write(checkpoint));
    try (FileChannel out =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel directory = FileChannel.open(file.getParent())) {
      directory.force(true);
    }
  }
}
