package dev.kindling.stack.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortBookTest {
  @TempDir Path folder;

  @Test
  void chooseShouldGiveThePreferredPortWhenItIsFree() {
    int free;
    try (PortBook book = new PortBook(folder)) {
      free = book.choose(0);
    }
    try (PortBook book = new PortBook(folder)) {
      assertThat(book.choose(free)).isEqualTo(free);
    }
  }

  @Test
  void chooseShouldGiveAnotherPortWhenThePreferredIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        PortBook book = new PortBook(folder)) {
      assertThat(book.choose(taken.getLocalPort()))
          .isNotEqualTo(taken.getLocalPort())
          .isBetween(20_000, 29_999);
    }
  }

  @Test
  void chooseShouldNotGiveAPortThatAnotherStackHasReservedButNotYetOpened() {
    try (PortBook one = new PortBook(folder);
        PortBook other = new PortBook(folder)) {
      int port = one.choose(0);
      assertThat(other.choose(port)).isNotEqualTo(port);
    }
  }
}
