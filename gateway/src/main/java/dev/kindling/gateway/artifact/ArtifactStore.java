package dev.kindling.gateway.artifact;

import dev.kindling.gateway.http.Intent;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.ReadStream;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Where the bytes of artifacts are, each under its digest. Called on event loops; never blocks one.
 */
public interface ArtifactStore {
  /** SHA-256 in hexadecimal digits. */
  Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  /**
   * Takes a file in; it is there for others once this completes, and not before.
   *
   * @param content is read to its end; must be paused
   * @param most how many bytes it may have
   * @param check is given the digest before the file is there for others, and may throw a problem;
   *     on a worker thread
   * @param intent of a dry run the bytes are read, counted and checked, and not kept
   * @return fails with a problem of 413 if it has more, 503 if it cannot be kept
   */
  Future<Stored> put(ReadStream<Buffer> content, long most, Consumer<String> check, Intent intent);

  /** How long a file is; empty if it is not here. */
  Future<OptionalLong> size(String digest);

  /** Sends some of a file; the head of the response is ready. */
  Future<Void> send(String digest, long from, long length, HttpServerResponse response);

  /**
   * Deletes files that nobody knows, and what is left of uploads that were broken off. One that
   * came lately stays: its record may be on its way.
   */
  Future<Void> sweep(Predicate<String> isKnown, Instant before);

  /** What was taken in. */
  record Stored(String digest, long bytes) {}
}
