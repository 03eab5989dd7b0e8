package dev.kindling.bench.door;

import dev.kindling.bench.harness.BenchException;
import dev.kindling.bench.harness.Passage;
import dev.kindling.bench.harness.Timings;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The same request over many connections, on each the next when the last is answered; all on one
 * event loop, with as little work for each answer as there can be, since the client has its share
 * of the machine. An answer must have a Content-Length.
 */
final class Volley {
  private static final long DEADLINE_SECONDS = 120;
  private static final String LENGTH = "content-length: ";
  private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Vertx vertx;
  private final RequestText target;
  private final Buffer request;
  private final int status;
  private final int connections;
  private final int operations;
  private final List<Passage> passages = new ArrayList<>();
  private final Promise<Long> done = Promise.promise();
  private long begin;
  private int asked;

  /**
   * @param status that each answer must have
   */
  Volley(Vertx vertx, RequestText target, int status, int connections, int operations) {
    this.vertx = vertx;
    this.target = target;
    this.request = Buffer.buffer(target.bytes());
    this.status = status;
    this.connections = connections;
    this.operations = operations;
  }

  /** Blocks until all are answered. */
  Timings run() {
    NetClient client = vertx.createNetClient();
    Context context = vertx.getOrCreateContext();
    context.runOnContext(
        now -> {
          begin = System.nanoTime();
          for (int i = 0; i < connections; i++) {
            client
                .connect(target.server().getPort(), target.server().getHost())
                .onSuccess(socket -> new Lane(socket).next())
                .onFailure(done::tryFail);
          }
        });
    try {
      long elapsed =
          done.future()
              .toCompletionStage()
              .toCompletableFuture()
              .get(DEADLINE_SECONDS, TimeUnit.SECONDS);
      return new Timings(passages, elapsed);
    } catch (ExecutionException | TimeoutException e) {
      throw new BenchException("not all of " + target.server() + " were answered", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("Interrupted while measuring", e);
    } finally {
      client.close();
    }
  }

  /** One connection. */
  private final class Lane {
    private final NetSocket socket;
    private Buffer got = Buffer.buffer();
    private long sentAt;

    Lane(NetSocket socket) {
      this.socket = socket;
      socket.handler(this::take);
      socket.closeHandler(closed -> done.tryFail("the server closed a connection"));
    }

    void next() {
      if (asked == operations) {
        return;
      }
      asked++;
      sentAt = System.nanoTime();
      socket.write(request.slice());
    }

    private void take(Buffer part) {
      got = got.length() == 0 ? part : got.appendBuffer(part);
      int head = headEnd();
      if (head < 0) {
        return;
      }
      String text = got.getString(0, head, "ISO-8859-1");
      if (got.length() < head + HEAD_END.length + length(text)) {
        return;
      }
      if (!text.startsWith(Integer.toString(status), "HTTP/1.1 ".length())) {
        done.tryFail("answered " + got);
        return;
      }
      got = Buffer.buffer();
      answered();
    }

    private void answered() {
      passages.add(new Passage(System.nanoTime() - sentAt, Map.of()));
      if (passages.size() == operations) {
        done.tryComplete(System.nanoTime() - begin);
      } else {
        next();
      }
    }

    private int headEnd() {
      for (int i = 0; i <= got.length() - HEAD_END.length; i++) {
        if (got.getByte(i) == '\r' && got.getByte(i + 2) == '\r') {
          return i;
        }
      }
      return -1;
    }

    private int length(String head) {
      int at = head.toLowerCase(Locale.ROOT).indexOf(LENGTH);
      if (at < 0) {
        done.tryFail("an answer without a length: " + head);
        return 0;
      }
      int end = head.indexOf('\r', at);
      return Integer.parseInt(
          head.substring(at + LENGTH.length(), end < 0 ? head.length() : end).strip());
    }
  }
}
