package dev.kindling.gateway.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Over a real connection: how Vert.x writes to it is its own affair, and may change. */
@Timeout(30)
class TurnFlushTest {
  private static final int PARTS = 20;

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger flushes = new AtomicInteger();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void onShouldSendOnceWhatATurnHasWritten() throws Exception {
    // given an answer that is written in parts, in a turn in which nothing has come
    int port =
        vertx
            .createHttpServer()
            .connectionHandler(
                connection -> {
                  TurnFlush.on(connection);
                  count(connection);
                })
            .requestHandler(
                request ->
                    vertx.setTimer(1, later -> writeInParts(request.response().setChunked(true))))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS)
            .actualPort();

    // when
    String answer = get(port);

    // then
    assertThat(answer).startsWith("HTTP/1.1 200").endsWith("\r\n0\r\n\r\n");
    assertThat(flushes).hasValueBetween(1, PARTS / 2);
  }

  private static void writeInParts(HttpServerResponse response) {
    for (int i = 0; i < PARTS; i++) {
      response.write("part " + i + "\n");
    }
    response.end();
  }

  /** Counts what goes to the socket. */
  private void count(HttpConnection connection) {
    ((ConnectionBase) connection)
        .channelHandlerContext()
        .pipeline()
        .addFirst(
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void flush(ChannelHandlerContext context) {
                flushes.incrementAndGet();
                context.flush();
              }
            });
  }

  private static String get(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }
}
