package dev.kindling.stack.net;

import dev.kindling.stack.StackException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Hands out free loopback ports and keeps them reserved among all stacks of this user until it is
 * closed or the JVM ends (a file lock per port), so that two stacks that start at the same time,
 * and a part that is down for a moment, do not lose theirs. Thread-safe.
 *
 * <p>Ports come from 20000–29999, below the range from which systems take the local ports of
 * outgoing connections: a client that keeps dialling a part that is down could otherwise be given
 * that very port.
 */
public final class PortBook implements AutoCloseable {
  private static final int LOWEST = 20_000;
  private static final int COUNT = 10_000;
  private static final int ATTEMPTS = 1_000;

  private final Path folder;
  private final List<FileChannel> locks = new ArrayList<>();

  public PortBook() {
    this(
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "kindling-ports-" + System.getProperty("user.name")));
  }

  PortBook(Path folder) {
    this.folder = folder;
  }

  /**
   * The preferred port if it is free, else any free one.
   *
   * @param preferred 0 for "no preference"
   * @throws StackException if no port is free
   */
  public synchronized int choose(int preferred) {
    if (preferred != 0 && reserve(preferred)) {
      return preferred;
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = LOWEST + ThreadLocalRandom.current().nextInt(COUNT);
      if (reserve(port)) {
        return port;
      }
    }
    throw new StackException(
        "No free port found on 127.0.0.1 between " + LOWEST + " and " + (LOWEST + COUNT - 1));
  }

  /** Gives all ports back. */
  @Override
  public synchronized void close() {
    for (FileChannel lock : locks) {
      try {
        lock.close();
      } catch (IOException failure) {
        throw new StackException("Cannot give a port back", failure);
      }
    }
    locks.clear();
  }

  private boolean reserve(int port) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve(Integer.toString(port)),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      if (locked(channel) && free(port)) {
        locks.add(channel);
        return true;
      }
      channel.close();
      return false;
    } catch (IOException failure) {
      throw new StackException("Cannot reserve a port in " + folder, failure);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException ours) {
      return false;
    }
  }

  private static boolean free(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
