package dev.kindling.gateway.artifact;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.BiFunction;

/**
 * Sends a part of an object piece by piece: the next piece is asked for while the one before is on
 * its way, and no further ahead, so that two of them are in memory however large the object is. On
 * the response's context.
 */
final class S3Sending {
  /** Each is a request of its own: a slow reader holds no thread and no connection. */
  static final long PIECE = 1024 * 1024;

  private final BiFunction<Long, Long, Future<Buffer>> pieces;
  private final long end;
  private final HttpServerResponse response;
  private final Promise<Void> sent = Promise.promise();
  private Future<Void> before = Future.succeededFuture();
  private long next;

  /**
   * @param pieces reads from a byte to one that is not in it
   */
  S3Sending(
      BiFunction<Long, Long, Future<Buffer>> pieces,
      long from,
      long length,
      HttpServerResponse response) {
    this.pieces = pieces;
    this.next = from;
    this.end = from + length;
    this.response = response;
  }

  Future<Void> begin() {
    step();
    return sent.future();
  }

  private void step() {
    if (next >= end) {
      before.compose(written -> response.end()).onComplete(sent);
      return;
    }
    long from = next;
    next = Math.min(end, from + PIECE);
    pieces
        .apply(from, next)
        .onFailure(sent::tryFail)
        .onSuccess(bytes -> before.onFailure(sent::tryFail).onSuccess(written -> write(bytes)));
  }

  private void write(Buffer bytes) {
    before = response.write(bytes);
    step();
  }
}
