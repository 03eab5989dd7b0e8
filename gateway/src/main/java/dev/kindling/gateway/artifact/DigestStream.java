package dev.kindling.gateway.artifact;

import dev.kindling.gateway.problem.Problems;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Passes bytes on, counts them and makes their SHA-256; takes no more than it may. */
final class DigestStream implements WriteStream<Buffer> {
  private final WriteStream<Buffer> next;
  private final long most;
  private final MessageDigest digest;
  private long bytes;

  DigestStream(WriteStream<Buffer> next, long most) {
    this.next = next;
    this.most = most;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** To be asked once, at the end. */
  String digest() {
    return HexFormat.of().formatHex(digest.digest());
  }

  long bytes() {
    return bytes;
  }

  @Override
  public Future<Void> write(Buffer data) {
    bytes += data.length();
    if (bytes > most) {
      return Future.failedFuture(
          Problems.tooLarge("An artifact may have at most " + most + " bytes."));
    }
    digest.update(data.getBytes());
    return next.write(data);
  }

  @Override
  public Future<Void> end() {
    return next.end();
  }

  @Override
  public WriteStream<Buffer> exceptionHandler(Handler<Throwable> handler) {
    next.exceptionHandler(handler);
    return this;
  }

  @Override
  public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
    next.setWriteQueueMaxSize(maxSize);
    return this;
  }

  @Override
  public boolean writeQueueFull() {
    // Of one that has too much the rest still comes, and the file is closed already.
    return bytes <= most && next.writeQueueFull();
  }

  @Override
  public WriteStream<Buffer> drainHandler(Handler<Void> handler) {
    next.drainHandler(handler);
    return this;
  }
}
