package dev.kindling.shipper.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The directory in which one shipper keeps its state, locked against a second one as long as this
 * is open. The operating system drops the lock when the process dies.
 */
public final class StateDirectory implements AutoCloseable {
  private final Path path;
  private final FileChannel lockFile;

  private StateDirectory(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /**
   * Makes the directory if need be and takes its lock.
   *
   * @throws IOException if another shipper has it, or it cannot be written
   */
  public static StateDirectory open(Path path) throws IOException {
    Files.createDirectories(path);
    FileChannel lockFile =
        FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!isLocked(lockFile)) {
      lockFile.close();
      throw new IOException(
          "another log-shipper works in "
              + path
              + ": stop it, or set KINDLING_SHIPPER_STATE_DIR to a directory of its own");
    }
    return new StateDirectory(path, lockFile);
  }

  private static boolean isLocked(FileChannel lockFile) throws IOException {
    try {
      FileLock lock = lockFile.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException sameProcess) {
      return false;
    }
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
