package dev.kindling.stack.cli;

import dev.kindling.stack.StackException;
import dev.kindling.stack.parts.Folders;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The folder {@code .kindling} of a clone: data, logs, and what commands must know of the stack
 * that is up.
 *
 * @param root the clone
 */
public record StateFolder(Path root) {

  public Path folder() {
    return root.resolve(".kindling");
  }

  /** Data and logs of the parts. */
  public Path stack() {
    return folder().resolve("stack");
  }

  /** stdout and stderr of the supervisor, and of the services that it hosts. */
  public Path supervisorLog() {
    return folder().resolve("supervisor.log");
  }

  /** What the supervisor has done so far, one JSON object a line. */
  public Path progress() {
    return folder().resolve("progress");
  }

  /** What is up and where; there is one only while a stack is, or after it died. */
  public Path description() {
    return folder().resolve("stack.json");
  }

  /** Held by the supervisor as long as it lives, so it tells the living from the dead. */
  private Path lockFile() {
    return folder().resolve("lock");
  }

  /** Takes the lock for this process; empty if another one has it. It ends with the process. */
  public Optional<FileLock> tryLock() {
    Folders.create(folder());
    try {
      FileChannel channel =
          FileChannel.open(lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
      }
      return Optional.ofNullable(lock);
    } catch (IOException failure) {
      throw new StackException("Cannot lock " + lockFile(), failure);
    }
  }

  /** Whether a supervisor lives. */
  public boolean isUp() {
    if (!Files.exists(lockFile())) {
      return false;
    }
    Optional<FileLock> lock = tryLock();
    if (lock.isEmpty()) {
      return true;
    }
    try {
      lock.get().acquiredBy().close();
    } catch (IOException failure) {
      throw new StackException("Cannot unlock " + lockFile(), failure);
    }
    return false;
  }
}
