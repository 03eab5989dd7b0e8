package dev.kindling.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A TCP connection to somewhere on loopback that can be cut: while it is, what is connected falls
 * silent, and who connects gets no answer, as behind a firewall that drops everything.
 */
final class Wire implements AutoCloseable {
  private final ServerSocket door;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile URI target;
  private volatile boolean cut;

  Wire() {
    try {
      door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + door.getLocalPort());
  }

  void leadsTo(URI there) {
    target = there;
  }

  void cut() {
    cut = true;
    // What hangs on a connection that will never speak again would also hang after the mending.
    open.forEach(Wire::close);
  }

  void mend() {
    cut = false;
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket from = door.accept();
        open.add(from);
        if (!cut && target != null) {
          connect(from);
        }
      } catch (IOException e) {
        // Closed, or a connection that is gone again.
      }
    }
  }

  private void connect(Socket from) {
    try {
      Socket to = new Socket();
      open.add(to);
      to.connect(new InetSocketAddress(target.getHost(), target.getPort()), 2_000);
      threads.execute(() -> copy(from, to));
      threads.execute(() -> copy(to, from));
    } catch (IOException e) {
      close(from);
    }
  }

  private void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One of the two has hung up.
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed then.
    }
  }

  @Override
  public void close() {
    close(door);
    open.forEach(Wire::close);
    threads.shutdownNow();
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed then.
    }
  }
}
