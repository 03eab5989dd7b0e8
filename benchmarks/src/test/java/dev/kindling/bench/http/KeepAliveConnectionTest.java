package dev.kindling.bench.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.kindling.bench.harness.BenchException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeepAliveConnectionTest {
  private final Set<InetSocketAddress> clients = ConcurrentHashMap.newKeySet();
  private HttpServer server;
  private URI uri;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/echo",
        exchange -> {
          clients.add(exchange.getRemoteAddress());
          byte[] body = exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set("Location", "/made/" + body.length);
          exchange.sendResponseHeaders(202, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.createContext(
        "/stream",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(1);
          exchange.close();
        });
    server.start();
    uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void postShouldUseOneConnectionWhenManyRequestsFollowEachOther() {
    try (KeepAliveConnection connection = new KeepAliveConnection(uri)) {
      for (int number = 1; number <= 50; number++) {
        // when
        String body = "{\"n\":\"" + "ä".repeat(number) + "\"}";
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Reply reply = connection.post("/echo", bytes);
        // then
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.body()).isEqualTo(body);
        assertThat(reply.header("location")).contains("/made/" + bytes.length);
      }
    }
    assertThat(clients).hasSize(1);
  }

  @Test
  void getShouldFailWhenTheAnswerHasNoLength() {
    try (KeepAliveConnection connection = new KeepAliveConnection(uri)) {
      assertThatThrownBy(() -> connection.get("/stream"))
          .isInstanceOf(BenchException.class)
          .hasMessageContaining("Content-Length");
    }
  }

  @Test
  void postShouldFailWhenTheServerIsGone() {
    try (KeepAliveConnection connection = new KeepAliveConnection(uri)) {
      // given
      assertThat(connection.post("/echo", new byte[1]).status()).isEqualTo(202);
      // when
      server.stop(0);
      // then
      assertThatThrownBy(() -> connection.post("/echo", new byte[1]))
          .isInstanceOf(BenchException.class);
    }
  }
}
